//! A cache of contacts as JSON. Generating a contact takes a hundred times as long as
//! copying it, and benches should measure the program rather than the sandbox. Updated
//! contacts are not cached, so entries never become invalid.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use crate::sandbox::contacts::ContactKey;
use crate::sandbox::json::{Json, Object};

/// The maximum size of the cache in bytes: enough for 100,000 leads. Others are
/// generated for each request.
const MAX_BYTES: usize = 160 << 20;

/// The first of the versions in which contacts have the same JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Schema {
    V1_0,
    V1_2,
    V2_0,
    V2_16,
}

#[derive(Default)]
pub(crate) struct JsonCache {
    cached: RwLock<Cached>,
}

#[derive(Default)]
struct Cached {
    contacts: HashMap<(Schema, ContactKey), Json>,
    bytes: usize,
}

impl JsonCache {
    /// The JSON of `keys` in order. `render` is called for those that are not cached.
    pub(crate) fn get_or_render(
        &self,
        schema: Schema,
        keys: &[ContactKey],
        is_cached: impl Fn(ContactKey) -> bool,
        render: impl Fn(ContactKey) -> Object,
    ) -> Vec<Json> {
        let cached = self.cached.read().unwrap_or_else(PoisonError::into_inner);
        let found = keys.iter().map(|key| {
            let json = cached.contacts.get(&(schema, *key));
            json.filter(|_| is_cached(*key)).cloned()
        });
        let found: Vec<_> = found.collect();
        drop(cached);
        let jsons = keys.iter().zip(found);
        jsons
            .map(|(key, json)| {
                json.unwrap_or_else(|| {
                    let json = Json::new(&render(*key));
                    if is_cached(*key) {
                        self.insert((schema, *key), json.clone());
                    }
                    json
                })
            })
            .collect()
    }

    fn insert(&self, key: (Schema, ContactKey), json: Json) {
        let mut cached = self.cached.write().unwrap_or_else(PoisonError::into_inner);
        let bytes = cached.bytes + json.len();
        if bytes <= MAX_BYTES && cached.contacts.insert(key, json).is_none() {
            cached.bytes = bytes;
        }
    }
}
