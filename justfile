# The checks by name. `just` lists them; `just gate` runs all of them with
# `bash .ci/run`.

_list:
    @just --list --unsorted

# All checks except spelling and licences; run it before a commit.
check: format lint doc test

# All checks, as in CI.
gate:
    bash .ci/run

# Check the formatting.
format:
    cargo fmt --check

# Run Clippy, with and without optional features.
lint:
    cargo clippy --locked --all-targets -- -D warnings
    cargo clippy --locked --no-default-features -- -D warnings

# Build the documentation of the library.
doc:
    RUSTDOCFLAGS=-Dwarnings cargo doc --locked --no-deps --lib

# Run the tests with NAME in their names, or all.
test NAME='':
    cargo test --locked {{NAME}}

# Update completions/ and man/.
generate:
    SNAPSHOTS=overwrite cargo test --locked --test cli generated

# Check workflows, scripts and the Dockerfile.
lint-ci:
    bash .ci/lint

# Compare the program with curl, jq and Python.
bench:
    bash benches/against.sh
