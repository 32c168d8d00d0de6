#!/usr/bin/env bash
# Measures leads against curl, curl with jq and a Python script, all of them
# reading the sandbox on this machine, and prints a table of targets and
# figures. RUNS=30 takes the best of more runs; the default is 15. Parts can be
# named: start, plain, growth, delay, trips, questions, sync, memory.
set -euo pipefail
cd "$(dirname "$0")/.."
for needed in cargo python3 curl; do
    if ! command -v "$needed" > /dev/null; then
        echo "against.sh: needs $needed" >&2
        exit 2
    fi
done
cargo build --release --locked --quiet
exec python3 -B benches/against.py "${CARGO_TARGET_DIR:-target}/release/leads" "$@"
