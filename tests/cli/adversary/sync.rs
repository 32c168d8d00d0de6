//! `leads sync` over many days of a workspace that changes between and during runs,
//! with replicas that are behind.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value;

use super::list::event;
use super::words;
use crate::support::adversary::{
    Change, Cursors, Days, NOW, Random, Replica, Serves, Settings, Setup, When, leads,
};

/// The JSON of each lead of the copy, and whether it is marked as in no list.
type Copy = BTreeMap<String, (Value, bool)>;

fn read(days: &Days) -> Copy {
    if !days.copy().exists() {
        return Copy::new();
    }
    let copy = Connection::open(days.copy()).unwrap();
    let query = "select id, json, unlisted_since is not null from leads";
    let mut leads = copy.prepare(query).unwrap();
    let rows = leads.query_map([], |row| {
        let json: String = row.get(1)?;
        Ok((
            row.get(0)?,
            (serde_json::from_str(&json).unwrap(), row.get(2)?),
        ))
    });
    rows.unwrap().map(|row| row.unwrap()).collect()
}

fn workspace(random: &mut Random, serves: Serves) -> Setup {
    let count = 60 + random.within(0..600);
    let is_new = matches!(serves, Serves::New);
    let mut events = Vec::new();
    if random.flip() {
        let every = When::Every(1 + random.within(0..4));
        for change in [Change::Create(1), Change::Delete(1), Change::Touch(2)] {
            if random.flip() {
                events.push(event(every, change));
            }
        }
    }
    let lag = random.within(0..3);
    Setup {
        leads: leads(count, |number| Some(NOW - 600 * number.cast_signed())),
        settings: Settings {
            serves,
            replicas: vec![
                Replica::STEADY,
                Replica {
                    lag,
                    ..Replica::STEADY
                },
            ],
            cursors: random.one_of([Cursors::Keys, Cursors::Keys, Cursors::Snapshots]),
            ..Settings::default()
        },
        events,
        args: words(if is_new {
            "sync leads.db --initial -f jsonl --api-version 2.16"
        } else {
            "sync leads.db --initial -f jsonl --api-version 1.4"
        }),
        ..Setup::default()
    }
}

/// Simulates this number of days. Returns how many runs succeeded.
fn live(seed: u64, count: u32, serves: Serves) -> u32 {
    let mut random = Random::new(seed);
    let days = Days::new(workspace(&mut random, serves), seed);
    let (mut printed, mut good) = (BTreeMap::<String, Value>::new(), 0);
    let mut before = Copy::new();
    for _ in 0..count {
        let day = days.run();
        let run = format!("seed {seed}, exit {:?}: {}", day.exit, day.stderr);
        let copy = read(&days);
        if day.exit == Some(0) {
            good += 1;
            for line in day.stdout.lines() {
                let change: Value = serde_json::from_str(line).unwrap();
                let id = change["lead"]["id"].as_str().unwrap().to_owned();
                if change["change"] == "gone" {
                    assert!(printed.remove(&id).is_some(), "{run}");
                } else {
                    printed.insert(id, change["lead"].clone());
                }
            }
            let content = copy
                .iter()
                .map(|(id, (lead, _))| (id.clone(), lead.clone()));
            assert!(
                printed == content.collect(),
                "the changes do not lead to the copy: {run}"
            );
            for (id, lead) in &day.owed {
                let found = copy.get(id).map(|(lead, _)| lead);
                assert_eq!(found, Some(lead), "{run}");
            }
            for id in &day.gone {
                assert!(
                    copy.get(id).is_none_or(|(_, is_marked)| *is_marked),
                    "{id}: {run}"
                );
            }
        } else {
            assert_eq!(day.exit, Some(8), "{run}");
            assert!(copy == before && day.stdout.is_empty(), "{run}");
        }
        before = copy;
        for _ in 0..random.within(0..6) {
            let some = 1 + random.index(8);
            days.change(random.one_of([
                Change::Create(some),
                Change::Delete(some),
                Change::Touch(some),
                Change::Tag(some),
                Change::Hide(some),
                Change::Show,
            ]));
        }
    }
    good
}

#[test]
fn the_copy_follows_the_workspace_for_many_days() {
    let worlds: u64 = std::env::var("RUNS").map_or(5, |runs| runs.parse().unwrap());
    for serves in [Serves::Old, Serves::New] {
        let good: u32 = (0..worlds).map(|seed| live(seed, 8, serves)).sum();
        assert!(u64::from(good) > worlds * 8 / 2, "{good} runs ended well");
    }
}
