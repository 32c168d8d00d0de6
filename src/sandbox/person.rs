//! One made-up lead in full, as facts: each version of the API puts them into
//! JSON in its own way.

use serde::Serialize;

use super::people::{Part, People};
use super::random::Stream;
use super::vocabulary::{
    ANIMALS, BROWSERS, COLOURS, COMPANIES, Label, PLACES, Place, SEGMENTS, TAGS,
};

/// What the workspace calls itself in `app_id` and `/me`.
pub(super) const APP_ID: &str = "prac7ice";

/// A lead. Text is as it was typed: nothing is escaped yet.
pub(super) struct Person {
    pub(super) id: String,
    pub(super) user_id: String,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) name: Option<String>,
    pub(super) pseudonym: String,
    pub(super) image: Option<String>,
    pub(super) companies: Vec<&'static Label>,
    pub(super) location: Location,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
    pub(super) last_request_at: Option<i64>,
    pub(super) signed_up_at: Option<i64>,
    pub(super) ip: String,
    pub(super) sessions: u64,
    pub(super) social: Option<(&'static str, String)>,
    pub(super) unsubscribed: bool,
    pub(super) browser: &'static str,
    pub(super) tags: Vec<&'static Label>,
    pub(super) segments: Vec<&'static Label>,
    pub(super) attributes: Vec<(&'static str, Value)>,
    pub(super) owner: Value,
    pub(super) utm: Option<(&'static str, &'static str)>,
}

/// Where a lead is thought to be.
pub(super) enum Location {
    Known(&'static Place),
    /// There, with nothing in it.
    Empty,
    /// Null.
    Missing,
}

/// A value whose JSON type differs from lead to lead.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Value {
    Flag(bool),
    Whole(u64),
    Decimal(f64),
    Text(&'static str),
    Null,
}

impl People {
    /// Makes the lead `number`.
    pub(super) fn person(self, number: i32) -> Person {
        let mut email = String::new();
        let mut email = self.email(number, &mut email).then_some(email);
        let mut extras = self.stream(number, Part::Extras);
        extras.next();
        if email.is_none() && extras.chance(30) {
            email = Some(String::new());
        }
        let (updated_at, last_request_at) = self.activity(number);
        let location = location(&mut self.stream(number, Part::Place));
        let id = self.id(number);
        let image = extras
            .chance(20)
            .then(|| format!("https://example.com/avatars/{}.png", &id[16..]));
        let social = extras.chance(12).then(|| {
            let network = *extras.pick(&["Twitter", "LinkedIn", "Facebook"]);
            (network, format!("practice_{}", &id[18..]))
        });
        let browser = extras.pick(&BROWSERS);
        Person {
            user_id: self.user_id(number).to_string(),
            email,
            phone: self.phone(number),
            name: self.name(number),
            pseudonym: pseudonym(&mut extras, &location),
            image,
            companies: companies(&mut self.stream(number, Part::Company)),
            location,
            created_at: self.created_at(number),
            updated_at,
            last_request_at,
            signed_up_at: self.signed_up_at(number),
            // A network that is kept for documentation.
            ip: format!("203.0.113.{}", extras.below(256)),
            sessions: extras.below(4) * extras.below(12),
            social,
            unsubscribed: extras.chance(9),
            browser,
            tags: chosen(&TAGS, self.tags(number)),
            segments: chosen(&SEGMENTS, self.segments(number)),
            attributes: attributes(&mut self.stream(number, Part::Attributes)),
            owner: match extras.below(10) {
                0 | 1 => Value::Text("321452"),
                2 => Value::Whole(321_452),
                _ => Value::Null,
            },
            utm: extras
                .chance(25)
                .then(|| *extras.pick(&[("spring-sale", "newsletter"), ("50% off & more", "ads")])),
            id,
        }
    }
}

impl Person {
    /// The browser's name and version, and the system it runs on, as the API
    /// reads them from what the browser says of itself.
    pub(super) fn browser(&self) -> (&'static str, &'static str, &'static str) {
        match self.browser {
            text if text.contains("Macintosh") => ("safari", "605.1.15", "OS X 10.15.7"),
            text if text.contains("Windows") => ("firefox", "128.0", "Windows 10"),
            _ => ("chrome", "126.0", "Android 14"),
        }
    }
}

/// The labels whose bits are set.
fn chosen(labels: &'static [Label], bits: u32) -> Vec<&'static Label> {
    let set = labels.iter().enumerate();
    set.filter(|(place, _)| bits >> place & 1 == 1)
        .map(|(_, label)| label)
        .collect()
}

/// Where the one is who has this stream of places.
pub(super) fn location(stream: &mut Stream) -> Location {
    match stream.below(100) {
        0..6 => Location::Missing,
        6..10 => Location::Empty,
        _ => Location::Known(stream.pick(PLACES)),
    }
}

fn pseudonym(stream: &mut Stream, location: &Location) -> String {
    let (colour, animal) = (stream.pick(&COLOURS), stream.pick(&ANIMALS));
    match location {
        Location::Known(place) => format!("{colour} {animal} from {}", place.city),
        _ => format!("{colour} {animal}"),
    }
}

fn companies(stream: &mut Stream) -> Vec<&'static Label> {
    if !stream.chance(10) {
        return Vec::new();
    }
    let first = stream.index(COMPANIES.len());
    let second = stream.index(COMPANIES.len());
    if second == first || !stream.chance(20) {
        vec![&COMPANIES[first]]
    } else {
        vec![&COMPANIES[first], &COMPANIES[second]]
    }
}

fn attributes(stream: &mut Stream) -> Vec<(&'static str, Value)> {
    let mut attributes = Vec::new();
    if !stream.chance(60) {
        return attributes;
    }
    let paying = stream.chance(50);
    attributes.push(("paid_subscriber", Value::Flag(paying)));
    let spend = *stream.pick(&[0.0, 19.99, 155.5, 1_200.25]);
    attributes.push(("monthly_spend", Value::Decimal(spend)));
    attributes.push(("team_mates", Value::Whole(stream.below(40))));
    if stream.chance(60) {
        let plan = *stream.pick(&["free", "pro", "pro", "Teams & Co"]);
        attributes.push(("plan", Value::Text(plan)));
    }
    if stream.chance(25) {
        attributes.push(("cancelled_at", Value::Null));
    }
    // Keys that a path or a column name has to quote.
    if stream.chance(15) {
        attributes.push(("crm.stage", Value::Text("qualified")));
    }
    if stream.chance(10) {
        attributes.push(("Size, employees", Value::Whole(stream.below(5_000))));
    }
    if stream.chance(10) {
        let heard = *stream.pick(&["a friend", "web search", "Messe \"Köln\"\nHalle 4"]);
        attributes.push(("Heard of us from", Value::Text(heard)));
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lead_is_made_alike_each_time_and_unlike_its_neighbour() {
        let (one, same) = (People::new(1).person(5), People::new(1).person(5));
        assert_eq!(one.pseudonym, same.pseudonym);
        assert_eq!(one.user_id, same.user_id);
        assert_ne!(one.user_id, People::new(1).person(6).user_id);
    }

    #[test]
    fn every_oddity_turns_up_in_a_small_workspace() {
        let people: Vec<_> = (0..300)
            .map(|number| People::new(1).person(number))
            .collect();
        let some = |of: fn(&Person) -> bool| assert!(people.iter().any(of));
        some(|person| person.email.as_deref() == Some(""));
        some(|person| person.email.is_none());
        some(|person| matches!(person.location, Location::Empty));
        some(|person| matches!(person.location, Location::Missing));
        some(|person| matches!(person.owner, Value::Whole(_)));
        some(|person| matches!(person.owner, Value::Text(_)));
        some(|person| !person.companies.is_empty());
        some(|person| person.attributes.iter().any(|(key, _)| key.contains('.')));
        some(|person| person.attributes.iter().any(|(key, _)| key.contains(',')));
        some(|person| person.name.as_ref().is_some_and(|name| name.contains('\'')));
        some(|person| person.name.as_ref().is_some_and(|name| name.contains('&')));
    }
}
