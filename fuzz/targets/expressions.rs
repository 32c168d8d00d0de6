#![no_main]

#[path = "../../tests/properties/checks/mod.rs"]
#[allow(dead_code)]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::expressions::check(bytes));
