//! A model of `leads sync`: a simulated workspace over many days, with searches that
//! lag, replicas that are behind, changes while it is read, and failures at every step.
//! After each run the copy must match what was read, and the delivered changes must
//! lead to it.

mod world;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use self::world::{Kind, World, name};
use super::{Change, Copy, Found, Initial, Loss, Mode, Options, Partial, Scope, Sink, Source, run};
use crate::intercom;
use crate::lead::Lead;
use crate::terminal::report::{Level, Report};

/// The JSON of each lead that a run read.
type Emitted = BTreeMap<String, String>;

/// Counts of what happened, for the table.
#[derive(Debug, Default)]
struct Tally {
    days: u32,
    full: u32,
    quick: u32,
    fell_back: u32,
    failed: u32,
    doubted: u32,
    partial: u32,
    redelivered: u32,
    added: u64,
    changed: u64,
    gone: u64,
    back: u64,
    unlisted: u64,
}

/// The step at which a run fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Failure {
    None,
    Reading,
    /// Not every lead was read.
    Incomplete,
    LookUp,
    /// The changes cannot be written.
    Output,
    /// Lookups have no result.
    Unclear,
}

/// Simulates this number of days from `seed`.
fn live(seed: u64, days: u32, tally: &mut Tally) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("leads.db");
    let world = RefCell::new(World::new(seed));
    let mut delivered: BTreeMap<String, String> = BTreeMap::new();
    let mut doubted = false;
    for _ in 0..days {
        tally.days += 1;
        let failure = match world.borrow_mut().random.below(16) {
            0 => Failure::Reading,
            1 => Failure::Incomplete,
            2 => Failure::LookUp,
            3 => Failure::Output,
            4 => Failure::Unclear,
            _ => Failure::None,
        };
        let options = {
            let mut world = world.borrow_mut();
            Options {
                mode: if world.random.chance(60) {
                    Mode::Quick
                } else {
                    Mode::Full
                },
                full_after: 7 * 86_400,
                initial: Initial::Recorded,
                ignored: Vec::new(),
                loss: if doubted {
                    Loss::Accepted
                } else {
                    Loss::Limited
                },
                partial: if world.random.chance(50) {
                    Partial::Applied
                } else {
                    Partial::Dropped
                },
                keep: None,
            }
        };
        doubted = day(&path, &world, failure, &options, &mut delivered, tally);
        let mut world = world.borrow_mut();
        world.sleep();
        for _ in 0..world.random.below(12) {
            world.change();
        }
        if world.random.chance(1) {
            world.clean_up();
        }
    }
}

/// One run, and the checks after it. Returns whether it refused to treat leads as gone.
fn day(
    path: &Path,
    world: &RefCell<World>,
    failure: Failure,
    options: &Options,
    delivered: &mut BTreeMap<String, String>,
    tally: &mut Tally,
) -> bool {
    let mut copy = Copy::open(path).expect("the copy opens");
    let before = content(&copy);
    let emitted = RefCell::new(Emitted::new());
    let scopes = RefCell::new(Vec::new());
    let start = world.borrow().now;
    let mut source = source(world, failure, &emitted, &scopes);
    let outcome = run(&mut copy, &mut source, options, Report::new(Level::Quiet));
    drop(source);
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            assert_eq!(content(&copy), before, "{error:#}");
            let is_doubt = matches!(error.downcast_ref(), Some(crate::error::Error::Doubtful(_)));
            tally.failed += u32::from(!is_doubt);
            tally.doubted += u32::from(is_doubt);
            return is_doubt;
        }
    };
    let is_quick = *scopes.borrow() != [Scope::All] && scopes.borrow().len() == 1;
    tally.fell_back += u32::from(scopes.borrow().len() == 2);
    check(&copy, &before, &emitted.borrow());
    if outcome.incomplete.is_some() {
        tally.partial += 1;
    } else if is_quick {
        tally.quick += 1;
        check_truth(&copy, &world.borrow(), start, Scope::UpdatedSince(0));
    } else {
        tally.full += 1;
        check_whole(&copy, &emitted.borrow());
        check_truth(&copy, &world.borrow(), start, Scope::All);
        world.borrow_mut().see(start);
    }
    tally.added += outcome.counts.added;
    tally.changed += outcome.counts.changed;
    tally.gone += outcome.counts.gone.len() as u64;
    tally.back += outcome.counts.back;
    tally.unlisted += outcome.counts.unlisted;

    let runs = copy.undelivered().expect("runs");
    tally.redelivered += u32::from(runs.len() > 1);
    if failure == Failure::Output {
        return false;
    }
    for run in &runs {
        copy.each_change(*run, |change| {
            apply(&change, delivered);
            Ok(())
        })
        .expect("changes");
    }
    copy.set_delivered(&runs, start)
        .expect("the runs are noted");
    let now: BTreeMap<_, _> = content(&copy)
        .into_iter()
        .map(|(id, (json, _))| (id, json))
        .collect();
    assert_eq!(*delivered, now, "the changes do not lead to the copy");
    false
}

/// The workspace as the source of a sync.
fn source<'a>(
    world: &'a RefCell<World>,
    failure: Failure,
    emitted: &'a RefCell<Emitted>,
    scopes: &'a RefCell<Vec<Scope>>,
) -> Source<'a> {
    let start = world.borrow().now;
    Source {
        read: Box::new(move |scope, sink| {
            emitted.borrow_mut().clear();
            scopes.borrow_mut().push(scope);
            read(
                &mut world.borrow_mut(),
                scope,
                failure,
                sink,
                &mut emitted.borrow_mut(),
            )
        }),
        total: Box::new(move || {
            let world = world.borrow();
            Ok(Some(world.found(None).len() as u64))
        }),
        look_up: Box::new(move |ids| {
            let world = world.borrow();
            let found = ids.iter().map(|id| {
                let id = u64::from_str_radix(id, 16).expect("an id of the model");
                match failure {
                    Failure::LookUp => Err(intercom::Error::Network("lost".to_owned()).into()),
                    Failure::Unclear => Ok(Found::Unclear),
                    _ => Ok(world.look_up(id)),
                }
            });
            found.collect()
        }),
        tags: Box::new(HashMap::new),
        workspace: Box::new(|| Ok(Some("w".to_owned()))),
        started_at: Box::new(move || start),
        now: Box::new(move || world.borrow().now),
        cost: Box::new(|| (0, 0)),
        version: Box::new(|| "2.16".to_owned()),
        base_url: "https://api.intercom.io".to_owned(),
        has_updates: Box::new(|| true),
    }
}

/// Reads leads while the workspace changes. Guarantees the same as the reader: all
/// leads that are visible throughout are included.
fn read(
    world: &mut World,
    scope: Scope,
    failure: Failure,
    sink: &mut Sink,
    emitted: &mut Emitted,
) -> anyhow::Result<&'static str> {
    let since = match scope {
        Scope::All => None,
        Scope::UpdatedSince(since) => Some(since),
    };
    world.unseen_before = world.unseen.len();
    let found = world.found(since);
    let half = found.len() / 2;
    for (index, id) in found.into_iter().enumerate() {
        if index == half {
            match failure {
                Failure::Reading => {
                    return Err(intercom::Error::Network("lost".to_owned()).into());
                }
                Failure::Incomplete => return Err(intercom::Error::incomplete("lost").into()),
                _ => {}
            }
        }
        if world.random.chance(3) {
            world.now += 1;
            world.change();
        }
        let Some(mut state) = world
            .seen(id)
            .filter(|state| state.kind == Kind::Lead)
            .cloned()
        else {
            continue;
        };
        // Sent by a replica that is behind.
        if world.random.chance(2)
            && let Some(before) = world.before(id).filter(|before| before.kind == Kind::Lead)
        {
            state = before.clone();
            world.unseen.push(id);
        }
        let json = state.json(id);
        sink(Lead::new(&json))?;
        emitted.insert(name(id), json);
    }
    Ok("counted")
}

/// The JSON of each lead, and whether it is marked as in no list.
fn content(copy: &Copy) -> BTreeMap<String, (String, bool)> {
    let Some(connection) = &copy.connection else {
        return BTreeMap::new();
    };
    let query = "select id, json, unlisted_since is not null from leads";
    let mut leads = connection.prepare(query).expect("a query");
    let rows = leads.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))));
    rows.expect("rows").map(|row| row.expect("a row")).collect()
}

fn updated(json: &str) -> i64 {
    let updated = crate::lead::value(json, "updated_at").expect("a time");
    updated.parse().expect("seconds")
}

/// Checks after every run: each lead is as it was read, or unchanged, or has a newer
/// state from the copy.
fn check(copy: &Copy, before: &BTreeMap<String, (String, bool)>, emitted: &Emitted) {
    for (id, (json, is_marked)) in content(copy) {
        match emitted.get(&id) {
            Some(read) => {
                assert!(!is_marked, "{id} was read and is marked");
                assert!(
                    json == *read || updated(&json) > updated(read),
                    "{json} {read}"
                );
            }
            None => assert_eq!(before.get(&id).map(|(json, _)| json), Some(&json), "{id}"),
        }
    }
}

/// Checks after every full run: the leads are those that were read and those that are
/// marked.
fn check_whole(copy: &Copy, emitted: &Emitted) {
    let content = content(copy);
    let listed = content.iter().filter(|(_, (_, is_marked))| !is_marked);
    let listed: BTreeSet<&String> = listed.map(|(id, _)| id).collect();
    assert_eq!(listed, emitted.keys().collect());
}

/// Compares the copy with the workspace, for leads that did not change while it was
/// read.
fn check_truth(copy: &Copy, world: &World, start: i64, scope: Scope) {
    let content = content(copy);
    for id in world.contacts.keys().copied() {
        if !world.is_steady(id, start) || world.unseen.contains(&id) {
            continue;
        }
        let live = world.live(id);
        let found = content.get(&name(id));
        match &live.kind {
            Kind::Lead => {
                let json = found.map(|(json, _)| json.as_str());
                assert_eq!(
                    json,
                    Some(live.json(id).as_str()),
                    "lead {id} {scope:?} {start} {:?}",
                    world.contacts[&id]
                );
            }
            Kind::Unlisted => {}
            // In a quick run only the number must match.
            _ if scope != Scope::All => {}
            _ => assert!(
                // Marked leads are looked up once per hour.
                found.is_none_or(|(_, is_marked)| *is_marked),
                "{id} is {:?} and in the copy",
                live.kind
            ),
        }
    }
}

fn apply(change: &Change, leads: &mut BTreeMap<String, String>) {
    let id = Lead::new(&change.lead).id().expect("an id").into_owned();
    let lead = change.lead.clone();
    match change.kind.as_str() {
        "gone" => assert_eq!(leads.remove(&id), Some(lead), "gone"),
        "changed" => assert!(leads.insert(id, lead).is_some(), "changed"),
        "added" | "back" => assert!(leads.insert(id, lead).is_none(), "{}", change.kind),
        other => panic!("{other}"),
    }
}

#[test]
fn the_copy_is_what_was_read_and_the_changes_lead_to_it() {
    let mut tally = Tally::default();
    for seed in 0..8 {
        live(seed, 40, &mut tally);
    }
    assert!(
        tally.full > 50 && tally.quick > 20 && tally.fell_back > 20,
        "{tally:?}"
    );
    assert!(
        tally.partial > 0 && tally.failed > 10 && tally.redelivered > 5,
        "{tally:?}"
    );
    assert!(tally.back > 0 && tally.unlisted > 0, "{tally:?}");
}

/// Simulates many more days, and prints a table of what happened.
#[test]
#[ignore = "takes minutes; DAYS says how many"]
fn many_days() {
    let days = std::env::var("DAYS")
        .ok()
        .and_then(|days| days.parse().ok());
    let worlds = days.unwrap_or(10_000_u64) / 50;
    let mut tally = Tally::default();
    for seed in 1_000..1_000 + worlds {
        live(seed, 50, &mut tally);
    }
    #[allow(clippy::print_stderr)]
    {
        eprintln!("{tally:#?}");
    }
}
