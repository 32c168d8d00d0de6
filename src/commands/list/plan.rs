//! The options of `leads list`, checked before any request.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::output_plan::{Incomplete, OutputPlan};
use super::chart::Chart;
use super::look_up::Filters;
use crate::cli::{ListArgs, TimeStyle};
use crate::config::Config;
use crate::error::Error;
use crate::output::Format;
use crate::query::expression::{Expression, SyntaxError, Trust};
use crate::query::groups::Grouping;
use crate::query::labels::LabelKind;
use crate::query::narrowing::Narrowing;
use crate::query::when::{self, When};
use crate::query::{Order, Query, SortField};
use crate::terminal::report::Excerpt;
use crate::terminal::zone;

pub(super) type Sort = (SortField, Order);

pub(super) const NEWEST_FIRST: Sort = (SortField::CreatedAt, Order::Desc);

/// What to read and what to print.
pub(in crate::commands) struct Plan {
    pub(super) condition: Expression,
    pub(super) filters: Filters,
    per_page: Option<u32>,
    /// `None` is the order of the list.
    pub(super) sort: Option<Sort>,
    pub(super) limit: Option<u64>,
    /// The page to print, counted from 1; `None` for all.
    pub(super) page: Option<u32>,
    pub(super) output: Output,
    pub(super) strictness: Strictness,
}

/// Whether missing leads or fields are an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    Lenient,
    /// `--strict`.
    Strict,
}

impl Strictness {
    /// With `--strict`, fails unless `is_there`.
    pub(super) fn check(self, is_there: bool) -> anyhow::Result<()> {
        match self {
            Self::Strict if !is_there => Err(Error::Strict.into()),
            Self::Strict | Self::Lenient => Ok(()),
        }
    }
}

/// What to print.
pub(super) enum Output {
    /// `--count`: the number of leads, to a file or to standard output.
    Count(Option<PathBuf>),
    /// `--count-by`: the number of leads in each group.
    Groups(Box<OutputPlan>, GroupPlan),
    Leads(Box<OutputPlan>, Incomplete),
}

/// What to count by, and how to show it.
pub(super) struct GroupPlan {
    pub(super) grouping: Grouping,
    /// The titles of the columns.
    pub(super) names: Vec<String>,
    pub(super) chart: Chart,
}

impl Plan {
    /// Reads the options, and rejects combinations that make no sense.
    pub(in crate::commands) fn new(args: &ListArgs, config: &Config) -> Result<Self, Error> {
        config.check_page_size(args.per_page)?;
        let zone = &zone(args, config)?;
        let condition = condition(args, zone)?;
        let sort = (
            args.sort.unwrap_or(SortField::CreatedAt),
            args.order.unwrap_or_default(),
        );
        // The list has this order already, as long as it is not read by scroll.
        // With --sort it is sorted even then.
        let is_default = args.sort.is_none() && sort == NEWEST_FIRST;
        let output = if args.count {
            Output::Count(args.output.output.clone())
        } else if let Some(list) = &args.count_by {
            groups(list, args, zone, config)?
        } else {
            let incomplete = if args.partial {
                Incomplete::Keep
            } else {
                Incomplete::Discard
            };
            let output = OutputPlan::for_leads(&args.output, args.columns.file.as_deref(), config)?;
            Output::Leads(Box::new(output), incomplete)
        };
        Ok(Self {
            condition,
            filters: if args.scan {
                Filters::None
            } else {
                Filters::Sent
            },
            per_page: args.per_page,
            sort: (!is_default).then_some(sort),
            limit: args.limit,
            page: args.page,
            output,
            strictness: if args.strict {
                Strictness::Strict
            } else {
                Strictness::Lenient
            },
        })
    }

    /// The query for the leads that match `condition`.
    pub(super) fn query(&self, condition: Expression) -> Query {
        let narrowing = match self.filters {
            Filters::Sent => condition.narrowing(),
            Filters::None => Narrowing::default(),
        };
        // A limit of groups does not limit leads.
        let is_of_leads = !matches!(self.output, Output::Groups(..));
        let limit = self
            .limit
            .filter(|_| is_of_leads && condition.is_decided_by_server());
        Query {
            narrowing,
            condition: Arc::new(condition),
            per_page: self.per_page,
            limit: limit.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX)),
            ..Query::default()
        }
    }
}

fn groups(list: &str, args: &ListArgs, zone: &TimeZone, config: &Config) -> Result<Output, Error> {
    let grouping = Grouping::parse(list, zone.clone())
        .map_err(|what| Error::Usage(format!("--count-by: {what}")))?;
    let path = args.output.output.as_deref();
    let format = config.format(&args.output)?;
    let chart = Chart::of(format.unwrap_or(Format::Table), path);
    let titles = chart.titles().iter().copied();
    let names: Vec<String> = grouping.names().chain(titles).map(str::to_owned).collect();
    let output = OutputPlan::for_rows(&names, &args.output, config)?;
    let plan = GroupPlan {
        grouping,
        names,
        chart,
    };
    Ok(Output::Groups(Box::new(output), plan))
}

/// The time zone in which days begin.
fn zone(args: &ListArgs, config: &Config) -> Result<TimeZone, Error> {
    match config.time(&args.output) {
        Some(TimeStyle::Local) => zone::local().cloned().map_err(Error::Usage),
        _ => Ok(TimeZone::UTC),
    }
}

/// What leads have to match.
fn condition(args: &ListArgs, zone: &TimeZone) -> Result<Expression, Error> {
    let now = when::now();
    let seconds = |option: &str, when: Option<When>| {
        when.map(|when| when.seconds(now, zone))
            .transpose()
            .map_err(|why| Error::Usage(format!("{option}: {why}")))
    };
    let since = seconds("--since", args.since)?;
    let until = seconds("--until", args.until)?;
    if let (Some(since), Some(until)) = (since, until)
        && since >= until
    {
        let shown = |seconds| {
            let stamp = Timestamp::from_second(seconds);
            stamp.map_or_else(|_| seconds.to_string(), |stamp| stamp.to_string())
        };
        return Err(Error::Usage(format!(
            "--until is exclusive and must be later than --since: {} and {}",
            shown(until),
            shown(since)
        )));
    }
    let mut condition = Expression::default();
    if let Some(since) = since {
        condition.at_least(SortField::CreatedAt, since);
    }
    if let Some(until) = until {
        condition.less(SortField::CreatedAt, until);
    }
    if let Some(since) = seconds("--updated-since", args.updated_since)? {
        condition.at_least(SortField::UpdatedAt, since);
    }
    for (kind, label) in [
        (LabelKind::Tag, &args.tag),
        (LabelKind::Segment, &args.segment),
    ] {
        match label {
            // An id need not be looked up.
            Some(id) if kind.is_id(id) && !args.scan => condition.has_id(kind, id),
            Some(label) if args.scan => condition.has_label(kind, label, Trust::Lead),
            Some(label) => condition.has_label(kind, label, Trust::Server),
            None => {}
        }
    }
    for text in &args.conditions {
        let parsed = condition.parse(text, now, zone);
        parsed.map_err(|SyntaxError { at, what }| {
            Error::Syntax(format!("--where: {what}"), Excerpt::at(text, at))
        })?;
    }
    Ok(condition)
}
