//! Judges a run by the data of the workspace.

use std::collections::{HashMap, HashSet};
use std::fmt::{Display, Formatter};

use super::lead::Lead;
use super::run::{Ending, Limits, OLD};
use super::traffic::Traffic;

/// The end of a run, and its output.
#[derive(Clone)]
pub(super) struct Ended {
    pub(super) exit: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
    /// The text of the output file, if any.
    pub(super) in_file: Option<String>,
}

/// What a run did.
pub(crate) struct Verdict {
    pub(crate) exit: Option<i32>,
    /// Leads that were visible from the first request to the last.
    pub(crate) owed: usize,
    /// The ids of those that were not printed.
    pub(crate) lost: Vec<String>,
    /// Ids that were printed more than once.
    pub(crate) duplicates: Vec<String>,
    /// Ids of leads that were not selected, and lines that are not leads.
    pub(crate) unexpected: Vec<String>,
    pub(crate) traffic: Traffic,
    /// Whether a failed run changed its output file.
    pub(crate) file_spoilt: bool,
    /// Files that the run left behind.
    pub(crate) leftovers: Vec<String>,
    stderr: String,
}

impl Verdict {
    pub(super) fn of(
        leads: &[Lead],
        wanted: fn(&Lead) -> bool,
        wanted_before: &[bool],
        ended: Ended,
    ) -> Self {
        let Ended {
            exit,
            stdout,
            stderr,
            in_file,
        } = ended;
        let file_spoilt =
            !matches!(exit, Some(0 | 1)) && in_file.as_ref().is_some_and(|text| text != OLD);
        let printed = match in_file {
            Some(text) if text != OLD => text,
            _ => stdout,
        };
        let mut counts = HashMap::new();
        for line in printed.lines() {
            let id = id(line).unwrap_or_else(|| line.to_owned());
            *counts.entry(id).or_insert(0) += 1;
        }
        let asked = |(place, lead): &(usize, &Lead)| {
            !lead.is_user && (wanted(lead) || wanted_before.get(*place) == Some(&true))
        };
        let eligible: HashSet<&str> = leads
            .iter()
            .enumerate()
            .filter(asked)
            .map(|(_, lead)| lead.id.as_str())
            .collect();
        let owed = leads.iter().zip(wanted_before);
        let owed = owed.filter(|(lead, before)| lead.is_steady() && **before && wanted(lead));
        let owed: Vec<_> = owed.map(|(lead, _)| &lead.id).collect();
        let duplicates = counts
            .iter()
            .filter(|(_, count)| **count > 1)
            .map(|(id, _)| id.clone());
        let unexpected = counts
            .keys()
            .filter(|id| !eligible.contains(id.as_str()))
            .cloned();
        Self {
            exit,
            owed: owed.len(),
            lost: owed
                .into_iter()
                .filter(|id| !counts.contains_key(*id))
                .cloned()
                .collect(),
            duplicates: duplicates.collect(),
            unexpected: unexpected.collect(),
            traffic: Traffic::default(),
            file_spoilt,
            leftovers: Vec::new(),
            stderr,
        }
    }

    /// Whether the run claimed to be complete but was not; exit 1 claims that there is
    /// no match.
    fn loses(&self, ending: Ending) -> bool {
        matches!(self.exit, Some(0 | 1)) && !self.lost.is_empty() && ending != Ending::NotPromised
    }

    /// Whether the run lost leads silently, or damaged something.
    pub(crate) fn breaks_promise(&self, ending: Ending) -> bool {
        self.loses(ending)
            || !self.duplicates.is_empty()
            || !self.unexpected.is_empty()
            || self.file_spoilt
    }

    /// The faults of the run.
    pub(crate) fn faults(&self, ending: Ending, limits: &Limits) -> Vec<String> {
        let may_end = match ending {
            Ending::Whole => self.exit == Some(0),
            Ending::WholeOrIncomplete | Ending::NotPromised => matches!(self.exit, Some(0 | 8)),
            Ending::WholeOrError => matches!(self.exit, Some(0 | 2..)),
        };
        let traffic = self.traffic;
        let checks = [
            (!may_end, "ends otherwise".to_owned()),
            (self.loses(ending), "leads are lost".to_owned()),
            (
                !self.duplicates.is_empty(),
                "leads are printed twice".to_owned(),
            ),
            (
                !self.unexpected.is_empty(),
                "leads are printed that nobody asked for".to_owned(),
            ),
            (self.file_spoilt, "the old file is gone".to_owned()),
            (
                !self.leftovers.is_empty(),
                format!("leaves {:?} behind", self.leftovers),
            ),
            (
                traffic.requests > limits.requests,
                format!("more than {} requests", limits.requests),
            ),
            (
                traffic.round_trips > limits.round_trips,
                format!("more than {} round trips", limits.round_trips),
            ),
            (
                traffic.rate_limited > limits.rate_limited,
                format!("more than {} times 429", limits.rate_limited),
            ),
            (
                traffic.max_in_flight < limits.min_in_flight,
                format!("fewer than {} requests in flight", limits.min_in_flight),
            ),
            (
                !self.stderr.contains(limits.says),
                format!("does not say {:?}", limits.says),
            ),
            (
                limits
                    .never_says
                    .is_some_and(|part| self.stderr.contains(part)),
                format!("says {:?}", limits.never_says),
            ),
            (self.stderr.contains("panicked"), "panics".to_owned()),
        ];
        checks
            .into_iter()
            .filter(|(wrong, _)| *wrong)
            .map(|(_, what)| what)
            .collect()
    }
}

impl Display for Verdict {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        let Traffic {
            requests,
            rate_limited,
            max_in_flight,
            round_trips,
            ..
        } = self.traffic;
        let stderr: Vec<_> = self.stderr.lines().collect();
        let last = stderr[stderr.len().saturating_sub(12)..].join("\n");
        write!(
            out,
            "exit {:?}; owed {}, lost {}, printed twice {}, not asked for {}\n\
             {requests} requests ({rate_limited} answered by 429) in {round_trips} round trips, \
             at most {max_in_flight} in flight\n{last}",
            self.exit,
            self.owed,
            self.lost.len(),
            self.duplicates.len(),
            self.unexpected.len(),
        )
    }
}

fn id(line: &str) -> Option<String> {
    let lead: serde_json::Value = serde_json::from_str(line).ok()?;
    Some(lead["id"].as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::lead::leads;
    use super::*;

    /// The faults of a run with three leads that printed these of them.
    fn faults(exit: i32, printed: &[usize], in_file: Option<&str>) -> String {
        let leads = leads(3, |_| Some(0));
        let lines = printed
            .iter()
            .map(|&place| format!("{{\"id\":\"{}\"}}\n", leads[place].id));
        let ended = Ended {
            exit: Some(exit),
            stdout: lines.collect(),
            stderr: String::new(),
            in_file: in_file.map(str::to_owned),
        };
        let verdict = Verdict::of(&leads, |lead| lead.number < 2, &[true, true, false], ended);
        verdict
            .faults(Ending::WholeOrIncomplete, &Limits::default())
            .join("; ")
    }

    #[test]
    fn a_run_that_prints_each_lead_once_has_no_faults() {
        assert_eq!(faults(0, &[1, 0], None), "");
    }

    #[test]
    fn lost_duplicate_and_unexpected_leads_are_detected() {
        assert_eq!(faults(0, &[1], None), "leads are lost");
        assert_eq!(faults(8, &[1], None), "");
        assert_eq!(faults(8, &[1, 1], None), "leads are printed twice");
        assert_eq!(
            faults(0, &[0, 1, 2], None),
            "leads are printed that nobody asked for"
        );
        assert_eq!(
            faults(8, &[], Some("new")).split("; ").last(),
            Some("the old file is gone")
        );
        assert_eq!(faults(8, &[], Some(OLD)), "");
    }
}
