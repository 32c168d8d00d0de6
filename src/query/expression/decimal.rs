//! Decimal numbers that are compared exactly, with any number of digits.

use std::cmp::Ordering;

/// A decimal number: its digits, without zeros at both ends, after a decimal point,
/// times ten to the power of `exponent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    is_negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// Parses a JSON number; `None` if it is not one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (is_negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                let is_zero = !mantissa.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
                let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
                let is_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                // Zero is zero with any exponent.
                let exponent = if is_zero && is_digits { "0" } else { exponent };
                (mantissa, exponent.parse::<i64>().ok()?)
            }
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
        digits.drain(..zeros);
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        let signed = |len: usize| i64::try_from(len).ok();
        let point = signed(whole.len())?.checked_sub(signed(zeros)?)?;
        Some(Self {
            is_negative: is_negative && !digits.is_empty(),
            exponent: if digits.is_empty() {
                0
            } else {
                exponent.checked_add(point)?
            },
            digits,
        })
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.digits.is_empty(), number.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let sizes = || (self.exponent, &self.digits).cmp(&(other.exponent, &other.digits));
        sign(self).cmp(&sign(other)).then_with(|| {
            if self.is_negative {
                sizes().reverse()
            } else {
                sizes()
            }
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_order() {
        let texts = [
            "-1e30",
            "-20",
            "-3.5",
            "-0.001",
            "0",
            "1e-9",
            "0.1",
            "0.15",
            "1",
            "2",
            "10",
            "10.000001",
            "99",
            "12345678901234567890",
            "12345678901234567891",
            "1e400",
        ];
        let numbers: Vec<_> = texts.map(|text| Decimal::parse(text).unwrap()).into();
        assert!(numbers.is_sorted_by(|one, other| one < other));
    }

    #[test]
    fn spellings_of_one_number_are_equal() {
        for (one, other) in [
            ("1", "1.0"),
            ("100", "1e2"),
            ("0", "-0.0e5"),
            ("0.5", "5E-1"),
        ] {
            assert_eq!(Decimal::parse(one), Decimal::parse(other), "{one}");
        }
        for none in [
            "",
            "-",
            "1.",
            ".5",
            "1e",
            "0x1",
            "1_0",
            "NaN",
            "1e99999999999999999999",
        ] {
            assert_eq!(Decimal::parse(none), None, "{none}");
        }
    }
}
