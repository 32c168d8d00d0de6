//! Responses of a model as JSON: the list by page number, the scroll, and the search
//! with cursors that are keys or offsets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::world::{Lead, Random, Rates, World};
use crate::intercom::{ApiError, Error, Request};

const DAY: i64 = 86_400;

/// The page size of a scroll.
const SCROLL_PAGE: usize = 100;

/// The properties of a model.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) is_search: bool,
    pub(super) leads: usize,
    pub(super) rates: Rates,
    /// Seconds from one lead to the next.
    pub(super) pace: i64,
    /// The number of leads of the same second; 0 if all have different times.
    pub(super) ties: u32,
    pub(super) jobs: usize,
    pub(super) seed: u64,
    /// Whether cursors name the last lead.
    pub(super) has_keys: bool,
    pub(super) has_scroll: bool,
}

/// A running model.
pub(super) struct Api {
    settings: Settings,
    world: World,
    random: Random,
    requests: u64,
    /// The leads of the scroll, and the number of them that were sent.
    scroll: Option<(Vec<u64>, usize)>,
}

impl Api {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            world: World::new(settings.leads, settings.pace, settings.ties),
            random: Random::new(settings.seed),
            requests: 0,
            scroll: None,
            settings,
        }
    }

    pub(super) fn requests(&self) -> u64 {
        self.requests
    }

    /// The ids of the leads that must be read.
    pub(super) fn owed(&self) -> Vec<String> {
        self.world.owed().map(id).collect()
    }

    /// The body of the response to `request`, after some changes.
    pub(super) fn answer(&mut self, request: &Request) -> Result<String, Error> {
        if self.requests > 0 {
            self.world.change(&self.settings.rates, &mut self.random);
            let clean_ups = f64::from(self.settings.rates.clean_ups) / 20.0;
            for _ in 0..self.random.times(clean_ups) {
                self.world.clean_up(&mut self.random);
            }
        }
        self.requests += 1;
        assert!(self.requests < 100_000, "a reading without end");
        let (path, query) = request
            .target
            .split_once('?')
            .unwrap_or((&request.target, ""));
        match path {
            "/contacts" => Ok(self.list(query)),
            "/contacts/scroll" => self.scroll(query),
            _ => Ok(self.search(request.body.as_deref().unwrap_or("{}"))),
        }
    }

    /// The visible leads, newest first, with ties in any order.
    fn sorted(&mut self) -> Vec<Lead> {
        let salt = self.random.next();
        let world = &self.world;
        let mut leads: Vec<Lead> = world
            .leads
            .iter()
            .filter(|lead| world.is_visible(lead.id))
            .cloned()
            .collect();
        leads.sort_by_key(|lead| (-lead.created, (lead.id ^ salt).wrapping_mul(0x9e37_79b9)));
        leads
    }

    fn list(&mut self, query: &str) -> String {
        let number = |name: &str| {
            let found = query.split('&').find_map(|part| part.strip_prefix(name));
            found
                .and_then(|number| number.parse::<usize>().ok())
                .unwrap_or(1)
        };
        let (page, size) = (number("page="), number("per_page="));
        let leads = self.sorted();
        let total = leads.len();
        let end = page * size;
        let shown: Vec<Value> = leads.iter().skip(end - size).take(size).map(lead).collect();
        let next = (end < total).then_some("https://api.intercom.io/contacts");
        json!({
            "type": "contact.list",
            "contacts": shown,
            "total_count": total,
            "pages": {"next": next, "page": page, "per_page": size},
        })
        .to_string()
    }

    fn scroll(&mut self, query: &str) -> Result<String, Error> {
        if !self.settings.has_scroll {
            return Err(refused(404, "not_found"));
        }
        if query.is_empty() {
            let ids = self.world.leads.iter().map(|lead| lead.id).collect();
            self.scroll = Some((ids, 0));
        }
        let Some((ids, sent)) = &mut self.scroll else {
            return Err(refused(404, "not_found"));
        };
        let ids: Vec<u64> = ids.iter().skip(*sent).take(SCROLL_PAGE).copied().collect();
        *sent += SCROLL_PAGE;
        if ids.is_empty() {
            self.scroll = None;
        }
        let world = &self.world;
        let shown: Vec<Value> = world
            .leads
            .iter()
            .filter(|lead| ids.contains(&lead.id) && world.is_visible(lead.id))
            .map(lead)
            .collect();
        Ok(json!({"contacts": shown, "scroll_param": "s", "total_count": 0}).to_string())
    }

    fn search(&mut self, body: &str) -> String {
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        let pagination = &body["pagination"];
        let size = pagination["per_page"].as_u64().map_or(150, |size| {
            usize::try_from(size)
                .unwrap_or(150)
                .min(if self.settings.seed.is_multiple_of(2) {
                    150
                } else {
                    20
                })
        });
        let filters = body["query"]["value"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        // Days start at midnight in some time zone.
        let zone = (i64::try_from(self.settings.seed % 27).unwrap_or(0) - 12) * 3600;
        let day = |time: i64| (time + zone).div_euclid(DAY);
        let mut leads = self.sorted();
        leads.retain(|lead| {
            filters.iter().all(|filter| {
                let value = filter["value"].as_str().unwrap_or_default();
                let bound: i64 = value.parse().unwrap_or(0);
                match (filter["field"].as_str(), filter["operator"].as_str()) {
                    (Some("created_at"), Some("<")) => day(lead.created) < day(bound),
                    (Some("created_at"), Some(">")) => day(lead.created) > day(bound),
                    _ => true,
                }
            })
        });
        let total = leads.len();
        let cursor = pagination["starting_after"].as_str();
        let skipped = if self.settings.has_keys {
            leads.sort_by_key(|lead| (-lead.created, lead.id));
            let after = cursor.and_then(key);
            let is_before =
                |lead: &&Lead| after.is_some_and(|after| (-lead.created, lead.id) <= after);
            leads.iter().take_while(is_before).count()
        } else {
            cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0)
        };
        let shown: Vec<&Lead> = leads.iter().skip(skipped).take(size).collect();
        let next = shown
            .last()
            .filter(|_| skipped + shown.len() < total)
            .map(|last| {
                json!({"starting_after": if self.settings.has_keys {
                    BASE64.encode(json!([last.created * 1000, id(last.id), 2]).to_string())
                } else {
                    (skipped + shown.len()).to_string()
                }})
            });
        let shown: Vec<Value> = shown.into_iter().map(lead).collect();
        json!({
            "type": "list",
            "data": shown,
            "total_count": total,
            "pages": {"type": "pages", "per_page": size, "next": next},
        })
        .to_string()
    }
}

/// The lead that a cursor with a key follows.
fn key(cursor: &str) -> Option<(i64, u64)> {
    let parts: Value = serde_json::from_slice(&BASE64.decode(cursor).ok()?).ok()?;
    let id = u64::from_str_radix(parts[1].as_str()?, 16).ok()?;
    Some((-(parts[0].as_i64()? / 1000), id))
}

fn lead(lead: &Lead) -> Value {
    json!({"type": "contact", "id": id(lead.id), "created_at": lead.created})
}

fn id(number: u64) -> String {
    format!("{number:024x}")
}

fn refused(status: u16, code: &str) -> Error {
    Error::Refused(Box::new(ApiError {
        status,
        code: code.to_owned(),
        ..ApiError::default()
    }))
}
