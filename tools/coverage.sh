#!/usr/bin/env bash
# Branch coverage of the pure rooms (all of it) and of each reader (95 % at least), by the tests that bear on them. Some minutes.
# Prints a line a room, and ends with 1 where one is below its bar. PYTHON=python3 tools/coverage.sh takes another Python.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PYTHON:-.venv/bin/python}
command -v "$python" >/dev/null || { echo "no $python here: make .venv as README.md says, or set PYTHON" >&2; exit 2; }
tests=(apportioning bands cells_by_hand cli_map clock_hours disclosure disclosure_attack duplicates exact_arithmetic exchange
  exchange_redenominations exchange_series exchange_traps explain_figure gap_curve golden_cases ledger_by_hand living_by_hand manifest
  maps packed_tables parquet phrases plurals pseudonyms review_fast_cutting review_pieces_of_a_file review_tables_of_ones_own
  rows_without_their_file samples scaling shelves summary supplied suspicion two_ways_of_bytes two_ways_of_reading values wages
  work_by_hand worked_cases zones)

COVERAGE_FILE=$(mktemp -d)/coverage
export COVERAGE_FILE
trap 'rm -rf "$(dirname "$COVERAGE_FILE")"' EXIT
# shellcheck disable=SC2046 # one word a file
"$python" -m pytest -q -m "not slow and not real" --cov --cov-report= tests/readers $(printf "tests/test_%s.py " "${tests[@]}")
"$python" tools/covered.py
