#!/usr/bin/env bash
# Runs every test: the crate's, its documentation's, the browser's, a check of all HTML, an editor's, and one of the
# schemas.
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

# Says where the program is, which the tests were run with: `cargo build` would compile it once more, as it leaves out
# what the libraries of tests ask of those of the program.
program() {
  TARGET=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/') || return 1
  cargo test --quiet --no-run || return 1
  export MINUTEBOOK=${MINUTEBOOK:-$TARGET/debug/minutebook}
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
  program
}

# python_tool PROGRAM VERSION: a program of PyPI in an environment of its own, whose folder is put into OWN.
python_tool() {
  command -v python3 >/dev/null || install Python python3 python3-venv || return 1
  local tool=$1==$2
  OWN=$TARGET/$1
  if [[ $(cat "$OWN/.installed" 2>/dev/null) != "$tool" ]]; then
    echo "== setting up: pip install $tool in $OWN"
    python3 -m venv "$OWN" || { install 'venv of Python' python3-venv && python3 -m venv "$OWN"; } || return 1
    "$OWN/bin/pip" install --quiet --disable-pip-version-check "$tool" || return 1
    echo "$tool" >"$OWN/.installed"
  fi
}

# A program that prints pages as CSS says, numbers of sheets and all.
weasyprint_setup() {
  python_tool weasyprint 70.0 || return 1
  "$OWN/bin/weasyprint" --version >/dev/null 2>&1 \
    || install 'the libraries of WeasyPrint' libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 || return 1
  export WEASYPRINT=$OWN/bin/weasyprint
}

browser_tests() {
  chromium_path >/dev/null || install Chromium chromium || return 1
  CHROMIUM=$(chromium_path) || return 1
  export CHROMIUM
  # Without one, what is printed in Chinese holds no letter.
  [[ -n $(fc-list :lang=zh 2>/dev/null) ]] || install 'a Chinese font' fontconfig fonts-noto-cjk || return 1
  pages_setup || return 1
  weasyprint_setup || return 1
  node --test --test-reporter=spec tests/browser/*.test.mjs
}

editor_tests() {
  command -v nvim >/dev/null || install Neovim neovim || return 1
  pages_setup || return 1
  tests/editor/run.sh || return 1
  node --test --test-reporter=spec tests/editor/vscode.test.mjs
}

markup_check() {
  command -v "${JAVA:-java}" >/dev/null || install 'a Java runtime' default-jre-headless || return 1
  pages_setup || return 1
  node --test --test-reporter=spec tests/browser/markup.mjs
}

# The schema for a file of a site.
schema_of() {
  case $1 in
    */minutebook.yaml) echo configuration ;;
    */meetings/*/index.*.md) echo meeting.translation ;;
    */meetings/*/index.md) echo meeting ;;
    */meetings/*/*.*.md) echo report.translation ;;
    */meetings/*/*.md) echo report ;;
    */news/*.*.md) echo story.translation ;;
    */news/*.md) echo story ;;
    */pages/*.*.md) echo page.translation ;;
    */pages/*.md) echo page ;;
    */people/*.*.md) echo person.translation ;;
    */people/*.md) echo person ;;
    */organizations/*.*.md) echo organization.translation ;;
    */organizations/*.md) echo organization ;;
  esac
}

# The schemas before another validator with another reader of YAML: what there is must pass, and of
# tests/schemas/refused.txt nothing may.
schema_check() {
  program || return 1
  python_tool check-jsonschema 0.39.0 || return 1
  local own=$OWN work=$TARGET/schemas
  rm -rf "$work"
  mkdir -p "$work"/{sites,taken,refused}
  "$MINUTEBOOK" schema --output "$work" || return 1
  "$own/bin/check-jsonschema" --check-metaschema "$work"/*.schema.json || return 1

  "$MINUTEBOOK" --quiet init "$work/sites/en" && "$MINUTEBOOK" --quiet init --language zh-Hans "$work/sites/zh" || return 1
  local file schema n=0
  while IFS= read -r file; do
    schema=$(schema_of "$file")
    [[ -n $schema ]] || continue
    n=$((n + 1))
    case $file in
      *.yaml) cp "$file" "$work/taken/$schema,site-$n.yaml" ;;
      *) awk '/^---$/ { if (++fence == 2) exit; next } { print }' "$file" >"$work/taken/$schema,site-$n.yaml" ;;
    esac
  done < <(find "$PWD/minutebook.yaml" "$PWD/content" "$work/sites" -name '*.md' -o -name minutebook.yaml)
  for file in taken refused; do
    awk -v folder="$work/$file" '
      /^-- / { sub(/:$/, "", $2); path = folder "/" $2 ",case-" ++n ".yaml"; printf "" >path; next }
      { print >path }
    ' "tests/schemas/$file.txt"
  done

  local -a files
  local passed=0
  for schema in $("$MINUTEBOOK" schema | sed 's/ .*//'); do
    files=("$work/taken/$schema,"*.yaml)
    if [[ -e ${files[0]} ]]; then
      "$own/bin/check-jsonschema" --schemafile "$work/$schema.schema.json" "${files[@]}" || return 1
      passed=$((passed + ${#files[@]}))
    fi
    files=("$work/refused/$schema,"*.yaml)
    if [[ -e ${files[0]} ]]; then
      "$own/bin/check-jsonschema" --schemafile "$work/$schema.schema.json" "${files[@]}" >"$work/refusals" && return 1
      for file in "${files[@]}"; do
        grep -qF "$file::" "$work/refusals" || { echo "taken, and it should not be: $file" && cat "$file"; return 1; }
      done
    fi
  done
  echo "$passed files pass"
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
step 'schema check' schema_check

took=$((SECONDS - started))
if ((${#failed[@]})); then
  echo "tests/run.sh: FAILED: $(IFS=,; echo "${failed[*]}") (${took} s)"
  exit 1
fi
echo "tests/run.sh: all tests passed (${took} s)"
