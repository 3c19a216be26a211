#!/usr/bin/env bash
# Branch coverage of the pure rooms (all of it) and of each reader (95 % at least), by all quick tests but those of what lies
# around the rooms. Three minutes of one core. Prints a line a room, and ends with 1 where one is below its bar.
#   PYTHON=python3 tools/coverage.sh      takes another Python
#   tools/coverage.sh --write             puts the table into docs/tests.md
#   PROCESSES=2 tools/coverage.sh         the tests on so many processes
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PYTHON:-.venv/bin/python}
command -v "$python" >/dev/null || { echo "no $python here: make .venv as README.md says, or set PYTHON" >&2; exit 2; }

# Files of tests that start processes, draw pages, write workbooks, read documentation or read through the wage files.
around=(batch batch_cluster batch_pages batch_resuming batch_sharing guides guides_in_languages languages links mutation_records
  page page_in_a_browser pictures readme reproduction sbom terminal wage_coverage wage_crosscheck wage_currencies wages_africa
  wages_americas wages_asia_oceania wages_europe workbook wrapping)

COVERAGE_FILE=$(mktemp -d)/coverage
export COVERAGE_FILE
trap 'rm -rf "$(dirname "$COVERAGE_FILE")"' EXIT
# shellcheck disable=SC2046 # one word a file
failed=0
"$python" -m pytest -q -n "${PROCESSES:-0}" -m "not slow and not real" --cov --cov-report= tests \
  --ignore=tests/fuzz --ignore=tests/hostile $(printf -- "--ignore=tests/test_%s.py " "${around[@]}") || failed=$?
if [ "$failed" -ne 0 ]; then  # the table all the same, but on no page
  "$python" tools/covered.py || true
  echo "tests failed: what they would have come through may be missing, and no page is written" >&2
  exit 1
fi
"$python" tools/covered.py "$@"
