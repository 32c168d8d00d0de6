//! Properties that must hold for any input, tested with random input. The fuzzers in
//! `fuzz/` use the same checks.

// Checks may fail like tests.
#![allow(clippy::unwrap_used)]

mod checks;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// The default, but with failures in the same folder as those of `src/`.
fn config() -> ProptestConfig {
    let file = FileFailurePersistence::Direct("proptest-regressions/properties.txt");
    ProptestConfig {
        failure_persistence: Some(Box::new(file)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn answers_are_read_or_refused(bytes in vec(any::<u8>(), 0..600)) {
        checks::readers::check(&bytes);
    }

    #[test]
    fn json_keeps_its_tokens(bytes in vec(any::<u8>(), 0..400)) {
        checks::layout::check(&bytes);
    }

    #[test]
    fn fields_find_what_a_json_reader_finds(bytes in vec(any::<u8>(), 0..400)) {
        checks::fields::check(&bytes);
    }

    #[test]
    fn conditions_are_decided_as_by_a_slow_reader(bytes in vec(any::<u8>(), 0..400)) {
        checks::expressions::check(&bytes);
    }

    #[test]
    fn each_format_can_be_read_back(bytes in vec(any::<u8>(), 0..600)) {
        checks::formats::check(&bytes);
    }

    #[test]
    fn headers_are_read_or_ignored(bytes in vec(any::<u8>(), 0..200)) {
        checks::headers::check(&bytes);
    }

    #[test]
    fn text_is_made_safe_and_values_agree(bytes in vec(any::<u8>(), 0..200)) {
        checks::text::check(&bytes);
    }

    #[test]
    #[cfg(feature = "jq")]
    fn programs_end_with_json_or_an_error(bytes in vec(any::<u8>(), 0..200)) {
        checks::jq::check(&bytes);
    }
}
