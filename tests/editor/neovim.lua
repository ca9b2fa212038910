-- A text editor that everybody can have, without a screen, with `minutebook lsp` behind it.
-- Run with: nvim --headless --clean -l, or -c luafile on older ones; MINUTEBOOK and SITE name the
-- program and a site that may be changed.

local program, site = os.getenv('MINUTEBOOK'), os.getenv('SITE')
local failed = 0

local function check(name, right, seen)
  if not right then failed = failed + 1 end
  io.stdout:write(string.format('%s %s%s\n', right and 'ok' or 'not ok', name, right and '' or ': ' .. vim.inspect(seen)))
end

local function main()
  local client = vim.lsp.start_client({ name = 'minutebook', cmd = { program, 'lsp', '--today', '2024-06-01' }, root_dir = site })
  local file = site .. '/content/meetings/a/index.md'
  vim.cmd('edit ' .. file)
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, client)

  local function set(text)
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text, '\n'))
  end
  -- Columns are bytes here; the editor makes what the protocol wants of them.
  local function cursor(line, word)
    local text = vim.api.nvim_buf_get_lines(buffer, line - 1, line, false)[1]
    vim.api.nvim_win_set_cursor(0, { line, text:find(word, 1, true) - 1 + #word })
  end
  local function ask(method, params)
    local made = vim.tbl_extend('force', vim.lsp.util.make_position_params(0), params or {})
    local answers, wrong = vim.lsp.buf_request_sync(buffer, method, made, 10000)
    return answers and answers[client] and answers[client].result, wrong or (answers and answers[client] and answers[client].error)
  end
  local function diagnostics(count)
    vim.wait(10000, function() return #vim.diagnostic.get(buffer) == count end, 20)
    return vim.diagnostic.get(buffer)
  end

  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  set((text:gsub('chair: li%-yi', 'summary: 😀主持\nchair: {name: 甲, person: li-yy}')))
  local found = diagnostics(2)
  local unknown = vim.tbl_filter(function(one) return one.code == 'unknown-person' end, found)[1]
  check('a misspelt id is found, and its column behind Han text is right', unknown ~= nil and unknown.lnum == 5
    and vim.api.nvim_buf_get_lines(buffer, 5, 6, false)[1]:sub(unknown.col + 1, unknown.end_col) == 'li-yy', found)

  cursor(6, 'li-yy')
  local fixes = ask('textDocument/codeAction', {
    range = { start = { line = 5, character = 26 }, ['end'] = { line = 5, character = 26 } }, context = { diagnostics = {} },
  })
  local fix = vim.tbl_filter(function(one) return one.title == 'Write `li-yi`' end, fixes or {})[1]
  if fix then vim.lsp.util.apply_workspace_edit(fix.edit, 'utf-16') end
  check('a fix mends it', vim.api.nvim_buf_get_lines(buffer, 5, 6, false)[1] == 'chair: {name: 甲, person: li-yi}', fixes)

  set((text:gsub('chair: li%-yi', 'chair: l')))
  cursor(5, 'chair: l')
  local offers = ask('textDocument/completion')
  check('ids are offered', offers ~= nil and offers.items[1].label == 'li-yi', offers)

  set(text)
  check('nothing is wrong any more', #diagnostics(0) == 0, vim.diagnostic.get(buffer))
  cursor(5, 'chair: li')
  local card = ask('textDocument/hover')
  check('a card shows who it is', card ~= nil and card.contents.value:find('Li Yi', 1, true) ~= nil, card)

  local place = ask('textDocument/definition')
  check('an id leads to its file', place ~= nil and place.uri:find('content/people/li-yi.md', 1, true) ~= nil, place)

  set((text:gsub('chair: li%-yi', "chair:   'li-yi'   # 主持")))
  local form = ask('textDocument/formatting', { options = { tabSize = 2, insertSpaces = true } })
  if form then vim.lsp.util.apply_text_edits(form, buffer, 'utf-16') end
  local formatted = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  check('front matter is put into form', formatted:find('chair: li-yi  # 主持', 1, true) ~= nil, formatted)
  set(text)
  cursor(5, 'chair: li')

  local edit = ask('textDocument/rename', { newName = '李义' })
  if edit then vim.lsp.util.apply_workspace_edit(edit, 'utf-16') end
  vim.cmd('silent wall')
  check('a new name moves the file', vim.fn.filereadable(site .. '/content/people/李义.md') == 1, edit)
  local checked = vim.fn.system({ program, 'check', '--strict', '--root', site, '--today', '2024-06-01' })
  check('and the site is right after it', vim.v.shell_error == 0, checked)
end

local ran, why = pcall(main)
if not ran then check('the test runs to its end', false, why) end
if failed > 0 then vim.cmd('cquit 1') end
vim.cmd('qall!')
