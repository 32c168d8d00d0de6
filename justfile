# The steps of the gate by name. `just` lists them; `just gate` runs all of them,
# as `bash .ci/run` does.

_list:
    @just --list --unsorted

# What to run before a commit: the gate without spelling and licences.
check: format lint doc test

# The whole gate, as CI runs it.
gate:
    bash .ci/run

# Check the formatting.
format:
    cargo fmt --check

# Clippy, with and without --jq.
lint:
    cargo clippy --locked --all-targets -- -D warnings
    cargo clippy --locked --no-default-features -- -D warnings

# Build the documentation of the library.
doc:
    RUSTDOCFLAGS=-Dwarnings cargo doc --locked --no-deps --lib

# Run the tests whose name contains NAME, or all.
test NAME='':
    cargo test --locked {{NAME}}

# Renew completions/ and man/.
generate:
    SNAPSHOTS=overwrite cargo test --locked --test cli generated

# Check workflows, scripts and the Dockerfile.
lint-ci:
    bash .ci/lint

# Measure the program against curl, jq and Python.
bench:
    bash benches/against.sh
