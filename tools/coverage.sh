#!/usr/bin/env bash
# Branch coverage of the pure rooms (all of it) and of each reader (95 % at least), by the tests that bear on them. Some minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PYTHON:-.venv/bin/python}
pure=(alternatives arrays auditing cells clock_hours columns critical crowds 'disclosure/*' exact 'exchange*' fingerprints gap_curve groups
  ledger living manifest matching money phrases pseudonyms 'screening/*' shelves 'summary/*' suspicion tables tasks text values
  wage_files wages wide work zones)
tests=(cells_by_hand cli_map clock_hours disclosure duplicates exact_arithmetic exchange exchange_redenominations
  exchange_series exchange_traps gap_curve golden_cases ledger_by_hand manifest maps parquet phrases pseudonyms review_fast_cutting
  review_pieces_of_a_file review_tables_of_ones_own samples shelves summary supplied suspicion two_ways_of_bytes two_ways_of_reading
  values wages work_by_hand worked_cases zones)

of() { printf -v names ',wageaudit/%s.py' "$@"; echo "${names:1}"; }

"$python" -m pytest -q -m "not slow and not real" --cov --cov-report= tests/readers $(printf "tests/test_%s.py " "${tests[@]}")
set -f
"$python" -m coverage report --fail-under=95 --include 'wageaudit/readers/*'
"$python" -m coverage json -q -o - --include 'wageaudit/readers/*' | "$python" -c '
import json, sys
under = [(name, file["summary"]["percent_covered"]) for name, file in json.load(sys.stdin)["files"].items()]
under = [f"{name}: {part:.1f} %" for name, part in under if part < 95]
sys.exit("under 95 %:\n" + "\n".join(under) if under else 0)'
"$python" -m coverage report --fail-under=100 --include "$(of "${pure[@]}")"
