#!/usr/bin/env bash
# Tries `minutebook lsp` in Neovim, on a small site of its own. MINUTEBOOK names the program.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SITE=$(mktemp -d)
export SITE
trap 'rm -rf "$SITE"' EXIT
mkdir -p "$SITE"/content/{people,meetings/a}
printf 'title: Test\nbase_url: https://example.org/\n' >"$SITE/minutebook.yaml"
printf -- '---\nname: Li Yi\n---\n' >"$SITE/content/people/li-yi.md"
printf -- '---\ntitle: A\nheld: 2022-01-05\ntime: afternoon\nchair: li-yi\n---\n[Li](../../people/li-yi.md)\n' \
  >"$SITE/content/meetings/a/index.md"
timeout 120 nvim --headless --clean -i NONE -n -c "luafile $here/neovim.lua"
