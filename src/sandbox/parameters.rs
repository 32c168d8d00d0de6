//! Checks query parameters strictly: the API ignores unknown ones, but the tests must
//! detect mistakes of the client.

use std::ops::RangeInclusive;

use super::error::ApiError;
use super::http::Request;

/// Fails on parameters that are not in `known`, repeated or empty.
pub(super) fn allow_only(request: &Request, known: &[&str]) -> Result<(), ApiError> {
    for (index, (name, value)) in request.query.iter().enumerate() {
        let mut earlier = request.query[..index].iter();
        let message = if !known.contains(&name.as_str()) {
            format!("Unknown parameter '{name}'")
        } else if earlier.any(|(other, _)| other == name) {
            format!("Parameter '{name}' given more than once")
        } else if value.is_empty() {
            format!("Parameter '{name}' is empty")
        } else {
            continue;
        };
        return Err(ApiError::invalid_parameter(message));
    }
    Ok(())
}

/// The parameter as an integer in `range`.
pub(super) fn int_in(
    request: &Request,
    name: &str,
    range: RangeInclusive<u64>,
) -> Result<Option<u64>, ApiError> {
    let Some(text) = request.parameter(name) else {
        return Ok(None);
    };
    // `parse` would accept a leading `+`.
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| range.contains(number));
    if is_digits && number.is_some() {
        Ok(number)
    } else {
        let message = format!("'{name}' is not valid");
        Err(ApiError::invalid_parameter(message))
    }
}
