//! The parameters of a query, held to the letter of their documentation so
//! that a caller's mistakes show.

use super::message::Request;
use super::refusal::Refusal;

impl Request {
    /// Refuses parameters that are not among `known`, and those given twice.
    pub(super) fn check(&self, known: &[&str]) -> Result<(), Refusal> {
        for (place, (name, value)) in self.query.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(Refusal::invalid(format!("Unknown parameter '{name}'")));
            }
            if self.query[..place]
                .iter()
                .any(|(earlier, _)| earlier == name)
            {
                return Err(Refusal::invalid(format!(
                    "Parameter '{name}' given more than once"
                )));
            }
            if value.is_empty() {
                return Err(Refusal::invalid(format!("Parameter '{name}' is empty")));
            }
        }
        Ok(())
    }

    /// The parameter as a number from `least` to `most`.
    pub(super) fn number(&self, name: &str, least: u64, most: u64) -> Result<Option<u64>, Refusal> {
        let Some(text) = self.parameter(name) else {
            return Ok(None);
        };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits);
        match number.filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(Refusal::invalid(format!("'{name}' is not valid"))),
        }
    }
}
