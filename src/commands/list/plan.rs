//! What the options of `leads list` ask for, checked before any request.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::super::output_plan::{Incomplete, OutputPlan};
use crate::cli::{ListArgs, TimeStyle};
use crate::config::Config;
use crate::error::Failure;
use crate::query::expression::{Expression, SyntaxError};
use crate::query::when::{self, When};
use crate::query::{Order, Query, SortField};
use crate::terminal::report::Excerpt;
use crate::terminal::zone;

pub(super) type Sort = (SortField, Order);

pub(super) const NEWEST_FIRST: Sort = (SortField::CreatedAt, Order::Desc);

/// What to read and what to print.
pub(in crate::commands) struct Plan {
    pub(super) query: Query,
    /// `None` is the order of the list.
    pub(super) sort: Option<Sort>,
    pub(super) limit: Option<u64>,
    /// The page to print, counted from 1; `None` is all.
    pub(super) page: Option<u32>,
    pub(super) output: Output,
}

/// What to print.
pub(super) enum Output {
    /// `--count`: the number of leads, to a file or to standard output.
    Count(Option<PathBuf>),
    Leads(Box<OutputPlan>, Incomplete),
}

impl Plan {
    /// Reads the options, and rejects combinations that make no sense.
    pub(in crate::commands) fn new(args: &ListArgs, config: &Config) -> Result<Self, Failure> {
        let query = query(args, config)?;
        let sort = (
            args.sort.unwrap_or(SortField::CreatedAt),
            args.order.unwrap_or_default(),
        );
        // The list has this order already, as long as it is not read by scroll.
        // With --sort it is sorted even then.
        let is_default = args.sort.is_none() && sort == NEWEST_FIRST;
        let output = if args.count {
            Output::Count(args.output.output.clone())
        } else {
            let incomplete = if args.partial {
                Incomplete::Keep
            } else {
                Incomplete::Discard
            };
            let output = OutputPlan::for_leads(&args.output, config)?;
            Output::Leads(Box::new(output), incomplete)
        };
        Ok(Self {
            query,
            sort: (!is_default).then_some(sort),
            limit: args.limit,
            page: args.page,
            output,
        })
    }
}

fn query(args: &ListArgs, config: &Config) -> Result<Query, Failure> {
    let zone = match args.output.time {
        Some(TimeStyle::Local) => zone::local().map_err(Failure::Usage)?,
        _ => &TimeZone::UTC,
    };
    let now = when::now();
    let seconds = |option: &str, when: Option<When>| {
        when.map(|when| when.seconds(now, zone))
            .transpose()
            .map_err(|why| Failure::Usage(format!("{option}: {why}")))
    };
    let conditions = args.conditions.iter().map(|text| {
        Expression::parse(text, now, zone).map_err(|SyntaxError { at, what }| {
            Failure::Syntax(format!("--where: {what}"), Excerpt::at(text, at))
        })
    });
    let conditions: Vec<Expression> = conditions.collect::<Result<_, _>>()?;
    let since = seconds("--since", args.since)?;
    let until = seconds("--until", args.until)?;
    if let (Some(since), Some(until)) = (since, until)
        && since > until
    {
        return Err(Failure::Usage("--since is later than --until".to_owned()));
    }
    config.check_page_size(args.per_page)?;
    // The server may leave out what no condition matches.
    let created = conditions.iter().map(Expression::created);
    let changed = conditions.iter().map(Expression::updated_since);
    let query = Query {
        since: created
            .clone()
            .fold(since, |since, (from, _)| since.max(from)),
        until: created.filter_map(|(_, until)| until).chain(until).min(),
        updated_since: changed.fold(seconds("--updated-since", args.updated_since)?, Option::max),
        tag: args.tag.clone(),
        segment: args.segment.clone(),
        per_page: args.per_page,
        conditions,
        ..Query::default()
    };
    let limit = args.limit.filter(|_| query.is_filtered_by_server());
    Ok(Query {
        limit: limit.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX)),
        ..query
    })
}
