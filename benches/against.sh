#!/usr/bin/env bash
# Compares leads with curl, curl with jq and a Python script, all reading from the
# sandbox on this computer, and prints a table of targets and figures. RUNS=30 takes the
# best of more runs; the default is 15. Arguments select parts: start, plain, growth,
# delay, trips, questions, sync, memory.
set -euo pipefail
cd "$(dirname "$0")/.."
for needed in cargo python3 curl; do
    if ! command -v "$needed" > /dev/null; then
        echo "against.sh: $needed is not installed" >&2
        exit 2
    fi
done
cargo build --release --locked --quiet
exec python3 -B benches/against.py "${CARGO_TARGET_DIR:-target}/release/leads" "$@"
