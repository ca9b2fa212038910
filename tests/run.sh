#!/usr/bin/env bash
# Runs every test: the crate's, its documentation's, the browser's, a check of all HTML, and an editor's.
# From any folder, without arguments. What is missing is installed where that is possible.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
started=$SECONDS
failed=()

# step NAME COMMAND...: runs the command; a failure is kept for the last line.
step() {
  local name=$1 from=$SECONDS
  shift
  echo "== $name: $*"
  if "$@" </dev/null; then
    echo "== $name: passed in $((SECONDS - from)) s"
  else
    echo "== $name: FAILED after $((SECONDS - from)) s"
    failed+=("$name")
  fi
}

# install PROGRAM PACKAGE...: apt-get for a root user on Debian, else a word on what to do.
install() {
  local program=$1
  shift
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    echo "error: the tests of the pages need $program, and it is not installed" >&2
    echo "  help: install it (on Debian: apt-get install $*) and run this again" >&2
    return 1
  fi
  echo "== setting up: apt-get install $*"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get -qq update && apt-get -qq -y install --no-install-recommends "$@"; } </dev/null >/dev/null || {
    echo "error: apt-get could not install $*" >&2
    return 1
  }
}

node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null \
    && [[ $(node -p 'Number(process.versions.node.split(".")[0]) >= 20') == true ]]
}

chromium_path() {
  command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome
}

# What the tests of the built pages have in common: the program, node, and packages of npm.
pages_setup() {
  node_is_new_enough || install 'Node.js 20 or later' nodejs npm || return 1
  node_is_new_enough || {
    echo "error: the tests of the pages need Node.js 20 or later; this is $(node --version 2>&1)" >&2
    return 1
  }
  # A copy of the lock file says what is installed.
  local folder=tests/browser stamp=tests/browser/node_modules/.installed
  if ! cmp -s "$folder/package-lock.json" "$stamp"; then
    echo "== setting up: npm ci in $folder"
    npm ci --prefix "$folder" --no-audit --no-fund --ignore-scripts --omit=optional --loglevel error </dev/null || return 1
    cp "$folder/package-lock.json" "$stamp"
  fi
  program_setup
}

# The program, for tests that are not the crate's own.
program_setup() {
  local target
  target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/') || return 1
  cargo build --quiet || return 1
  export MINUTEBOOK=${MINUTEBOOK:-$target/debug/minutebook}
}

browser_tests() {
  chromium_path >/dev/null || install Chromium chromium || return 1
  CHROMIUM=$(chromium_path) || return 1
  export CHROMIUM
  pages_setup || return 1
  node --test --test-reporter=spec tests/browser/*.test.mjs
}

editor_tests() {
  command -v nvim >/dev/null || install Neovim neovim || return 1
  program_setup || return 1
  tests/editor/run.sh
}

markup_check() {
  command -v "${JAVA:-java}" >/dev/null || install 'a Java runtime' default-jre-headless || return 1
  pages_setup || return 1
  node --test --test-reporter=spec tests/browser/markup.mjs
}

if cargo nextest --version >/dev/null 2>&1; then
  step tests cargo nextest run --no-fail-fast --status-level fail --final-status-level fail
else
  step tests cargo test --quiet --no-fail-fast --lib --bins --tests
fi
step 'documentation tests' cargo test --quiet --doc
step 'browser tests' browser_tests
step 'markup check' markup_check
step 'editor tests' editor_tests

took=$((SECONDS - started))
if ((${#failed[@]})); then
  echo "tests/run.sh: FAILED: $(IFS=,; echo "${failed[*]}") (${took} s)"
  exit 1
fi
echo "tests/run.sh: all tests passed (${took} s)"
