//! Checks that field names exist. A name without a dot is unknown if it is not a
//! column, not in the API's reference, and not on any of the first leads.

use super::builtin;
use super::suggestions::Suggestions;
use crate::lead::{self, Lead};

/// The keys of a lead in the API's reference and its examples: of 1.0 to 1.4, then
/// those that 2.x adds. Not every lead has all of them.
static DOCUMENTED: &[&str] = &[
    "type",
    "id",
    "user_id",
    "anonymous",
    "email",
    "phone",
    "name",
    "pseudonym",
    "avatar",
    "app_id",
    "companies",
    "location_data",
    "last_request_at",
    "last_seen_ip",
    "created_at",
    "remote_created_at",
    "signed_up_at",
    "updated_at",
    "session_count",
    "social_profiles",
    "owner_id",
    "unsubscribed_from_emails",
    "marked_email_as_spam",
    "has_hard_bounced",
    "user_agent_data",
    "tags",
    "segments",
    "custom_attributes",
    "referrer",
    "utm_campaign",
    "utm_content",
    "utm_medium",
    "utm_source",
    "utm_term",
    "do_not_track",
    "workspace_id",
    "external_id",
    "role",
    "email_domain",
    "formatted_phone",
    "last_seen_at",
    "last_replied_at",
    "last_contacted_at",
    "last_email_opened_at",
    "last_email_clicked_at",
    "language_override",
    "browser",
    "browser_version",
    "browser_language",
    "os",
    "location",
    "android_app_name",
    "android_app_version",
    "android_device",
    "android_os_version",
    "android_sdk_version",
    "android_last_seen_at",
    "ios_app_name",
    "ios_app_version",
    "ios_device",
    "ios_os_version",
    "ios_sdk_version",
    "ios_last_seen_at",
    "notes",
    "opted_out_subscription_types",
    "opted_in_subscription_types",
    "enabled_push_messaging",
    "merge_history",
];

/// Whether the key or column `name` is documented.
pub(crate) fn is_field(name: &str) -> bool {
    builtin::find(name).is_some() || DOCUMENTED.contains(&name)
}

/// A hint for the unknown field `name`.
#[cfg(feature = "sqlite")]
pub(crate) fn closest_field<'l>(name: &str, leads: impl Iterator<Item = Lead<'l>>) -> String {
    let mut suggestions = Suggestions::default();
    leads.for_each(|lead| suggestions.add(lead));
    what_to_do(name, &suggestions)
}

fn what_to_do(name: &str, suggestions: &Suggestions) -> String {
    match suggestions.closest(name) {
        Some(known) => format!("did you mean {known}?"),
        None => format!(
            "write a custom attribute as custom_attributes.{name:.100}; `leads fields` lists \
             the fields"
        ),
    }
}

/// Names that exist only if a lead has them.
#[derive(Debug, Default)]
pub(crate) struct UnknownNames(Vec<String>);

impl UnknownNames {
    /// The `names` that are neither columns nor documented. Paths are not included,
    /// because leads can differ in them.
    pub(crate) fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let is_unknown = |name: &&str| !name.contains('.') && !is_field(name);
        Self(names.filter(is_unknown).map(str::to_owned).collect())
    }

    /// Looks for the names in the first page with leads; later calls do nothing. The
    /// error is a message for the user.
    pub(crate) fn check<'l>(
        &mut self,
        leads: impl Iterator<Item = Lead<'l>> + Clone,
    ) -> Result<(), String> {
        if self.0.is_empty() || leads.clone().next().is_none() {
            return Ok(());
        }
        let names = std::mem::take(&mut self.0);
        let is_nowhere = |name: &&String| {
            let mut leads = leads.clone();
            !leads.any(|lead| lead::value(lead.json(), name).is_some())
        };
        let Some(name) = names.iter().find(is_nowhere) else {
            return Ok(());
        };
        let mut suggestions = Suggestions::default();
        leads.for_each(|lead| suggestions.add(lead));
        let what_to_do = what_to_do(name, &suggestions);
        Err(format!(
            "no lead of the first page has the field {name:.100}; {what_to_do}"
        ))
    }
}

/// The message that no lead has a field, with a suggestion.
pub(crate) fn no_lead_has(name: &str, suggestion: Option<&str>) -> String {
    let question = suggestion.map(|known| format!("; did you mean {known}?"));
    format!(
        "no lead has the field {name:.100}{}",
        question
            .as_deref()
            .unwrap_or("; `leads fields` lists the fields")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAD: &str = r#"{"id":"1","plan":"x","custom_attributes":{"size":1}}"#;

    fn check(name: &str, leads: &[&str]) -> Result<(), String> {
        let leads: Vec<Lead> = leads.iter().map(|lead| Lead::new(lead)).collect();
        UnknownNames::of([name].into_iter()).check(leads.iter().copied())
    }

    #[test]
    fn columns_documented_keys_paths_and_keys_of_a_lead_exist() {
        for name in ["city", "pseudonym", "role", "plan", "no.such.path", "a.*"] {
            assert_eq!(check(name, &["{}", LEAD]), Ok(()), "{name}");
        }
        assert_eq!(check("emial", &[]), Ok(()));
    }

    #[test]
    fn another_name_is_a_mistake_with_a_suggestion() {
        for (name, meant) in [
            ("emial", "did you mean email?"),
            ("size", "did you mean custom_attributes.size?"),
            (
                "zzzzzz",
                "a custom attribute as custom_attributes.zzzzzz; `leads fields`",
            ),
        ] {
            let message = check(name, &[LEAD]).unwrap_err();
            assert!(message.contains(meant), "{message}");
        }
    }

    #[test]
    fn the_first_leads_decide() {
        let mut names = UnknownNames::of(["plan"].into_iter());
        assert_eq!(names.check(std::iter::empty()), Ok(()));
        assert_eq!(names.check([Lead::new(LEAD)].into_iter()), Ok(()));
        assert_eq!(names.check([Lead::new("{}")].into_iter()), Ok(()));
    }
}
