//! All data of one contact. Each generation of the API writes it as JSON in its own
//! way.

use super::generator::{Activity, Generator, Stream};
use super::samples::{
    ANIMALS, COLOURS, COMPANIES, Label, PLACES, Place, SEGMENTS, TAGS, USER_AGENTS,
};
use crate::sandbox::json::{Object, Value};
use crate::sandbox::random::Rng;

/// A contact. Text is as the contact typed it, not escaped.
pub(crate) struct Profile {
    pub(crate) id: String,
    /// `user_id` in 1.x.
    pub(crate) external_id: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) pseudonym: String,
    pub(crate) avatar_url: Option<String>,
    pub(crate) companies: Vec<&'static Label>,
    pub(crate) location: Location,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) last_seen_at: Option<i64>,
    pub(crate) signed_up_at: Option<i64>,
    pub(crate) last_seen_ip: String,
    pub(crate) session_count: u64,
    /// The social network and the user name.
    pub(crate) social: Option<(&'static str, String)>,
    pub(crate) unsubscribed: bool,
    pub(crate) user_agent: &'static str,
    pub(crate) tags: Vec<&'static Label>,
    pub(crate) segments: Vec<&'static Label>,
    pub(crate) custom_attributes: Object,
    /// Null, or an id whose type differs between contacts.
    pub(crate) owner_id: Value,
    /// `utm_campaign` and `utm_source`.
    pub(crate) utm: Option<(&'static str, &'static str)>,
}

/// The location of a contact.
pub(crate) enum Location {
    Known(&'static Place),
    /// An object without members.
    Empty,
    Null,
}

impl Generator {
    /// Computes the contact `number`. The order of draws from `extras` matters: a
    /// different order changes the contacts.
    pub(crate) fn profile(self, number: i32) -> Profile {
        let mut email = self.email(number);
        let mut extras = self.rng(number, Stream::Extras);
        // Drawn by `signed_up_at`.
        extras.next();
        if email.is_none() && extras.chance(30) {
            email = Some(String::new());
        }
        let Activity {
            updated_at,
            last_seen_at,
        } = self.activity(number);
        let location = location(&mut self.rng(number, Stream::Place));
        let id = self.id(number);
        let avatar_url = extras
            .chance(20)
            .then(|| format!("https://example.com/avatars/{}.png", &id[16..]));
        let social = extras.chance(12).then(|| {
            let network = *extras.choose(&["Twitter", "LinkedIn", "Facebook"]);
            (network, format!("practice_{}", &id[18..]))
        });
        let user_agent = extras.choose(&USER_AGENTS);
        Profile {
            external_id: self.user_id(number),
            email,
            phone: self.phone(number),
            name: self.name(number),
            pseudonym: pseudonym(&mut extras, &location),
            avatar_url,
            companies: companies(&mut self.rng(number, Stream::Company)),
            location,
            created_at: self.created_at(number),
            updated_at,
            last_seen_at,
            signed_up_at: self.signed_up_at(number),
            // A network reserved for documentation.
            last_seen_ip: format!("203.0.113.{}", extras.below(256)),
            session_count: extras.below(4) * extras.below(12),
            social,
            unsubscribed: extras.chance(9),
            user_agent,
            tags: self.tags(number).of(&TAGS).collect(),
            segments: self.segments(number).of(&SEGMENTS).collect(),
            custom_attributes: custom_attributes(&mut self.rng(number, Stream::Attributes)),
            owner_id: match extras.below(10) {
                0 | 1 => "321452".into(),
                2 => Value::Unsigned(321_452),
                _ => Value::Null,
            },
            utm: extras.chance(25).then(|| {
                *extras.choose(&[("spring-sale", "newsletter"), ("50% off & more", "ads")])
            }),
            id,
        }
    }
}

impl Profile {
    /// Browser, version and operating system, as the API derives them from the user
    /// agent.
    pub(crate) fn browser(&self) -> (&'static str, &'static str, &'static str) {
        match self.user_agent {
            agent if agent.contains("Macintosh") => ("safari", "605.1.15", "OS X 10.15.7"),
            agent if agent.contains("Windows") => ("firefox", "128.0", "Windows 10"),
            _ => ("chrome", "126.0", "Android 14"),
        }
    }
}

fn location(rng: &mut Rng) -> Location {
    match rng.below(100) {
        0..6 => Location::Null,
        6..10 => Location::Empty,
        _ => Location::Known(rng.choose(PLACES)),
    }
}

fn pseudonym(rng: &mut Rng, location: &Location) -> String {
    let (colour, animal) = (rng.choose(&COLOURS), rng.choose(&ANIMALS));
    match location {
        Location::Known(place) => format!("{colour} {animal} from {}", place.city),
        _ => format!("{colour} {animal}"),
    }
}

fn companies(rng: &mut Rng) -> Vec<&'static Label> {
    if !rng.chance(10) {
        return Vec::new();
    }
    let first = rng.index(COMPANIES.len());
    let second = rng.index(COMPANIES.len());
    if second == first || !rng.chance(20) {
        vec![&COMPANIES[first]]
    } else {
        vec![&COMPANIES[first], &COMPANIES[second]]
    }
}

fn custom_attributes(rng: &mut Rng) -> Object {
    let mut attributes = Vec::new();
    if !rng.chance(60) {
        return Object(attributes);
    }
    let paying = rng.chance(50);
    attributes.push(("paid_subscriber", paying.into()));
    let spend = *rng.choose(&[0.0, 19.99, 155.5, 1_200.25]);
    attributes.push(("monthly_spend", spend.into()));
    attributes.push(("team_mates", rng.below(40).into()));
    if rng.chance(60) {
        let plan = *rng.choose(&["free", "pro", "pro", "Teams & Co"]);
        attributes.push(("plan", plan.into()));
    }
    if rng.chance(25) {
        attributes.push(("cancelled_at", Value::Null));
    }
    // Keys that must be quoted in a path or a column name.
    if rng.chance(15) {
        attributes.push(("crm.stage", "qualified".into()));
    }
    if rng.chance(10) {
        attributes.push(("Size, employees", rng.below(5_000).into()));
    }
    if rng.chance(10) {
        let heard = *rng.choose(&["a friend", "web search", "Messe \"Köln\"\nHalle 4"]);
        attributes.push(("Heard of us from", heard.into()));
    }
    Object(attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_repeatable_and_differs_from_its_neighbour() {
        let profile = |number| Generator::new(1, 1_769_860_800).profile(number);
        let (one, same) = (profile(5), profile(5));
        assert_eq!(one.pseudonym, same.pseudonym);
        assert_eq!(one.external_id, same.external_id);
        assert_ne!(one.external_id, profile(6).external_id);
    }

    #[test]
    fn every_special_case_occurs_in_a_small_workspace() {
        let generator = Generator::new(1, 1_769_860_800);
        let profiles: Vec<_> = (0..300).map(|number| generator.profile(number)).collect();
        let some = |of: fn(&Profile) -> bool| assert!(profiles.iter().any(of));
        some(|profile| profile.email.as_deref() == Some(""));
        some(|profile| profile.email.is_none());
        some(|profile| matches!(profile.location, Location::Empty));
        some(|profile| matches!(profile.location, Location::Null));
        some(|profile| matches!(profile.owner_id, Value::Unsigned(_)));
        some(|profile| matches!(profile.owner_id, Value::Text(_)));
        some(|profile| !profile.companies.is_empty());
        some(|profile| {
            profile
                .custom_attributes
                .0
                .iter()
                .any(|(key, _)| key.contains('.'))
        });
        some(|profile| {
            profile
                .custom_attributes
                .0
                .iter()
                .any(|(key, _)| key.contains(','))
        });
        some(|profile| {
            profile
                .name
                .as_ref()
                .is_some_and(|name| name.contains('\''))
        });
        some(|profile| profile.name.as_ref().is_some_and(|name| name.contains('&')));
    }
}
