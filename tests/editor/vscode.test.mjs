// The extension for Visual Studio Code, with stand-ins for the editor and its language client, and the real program.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const EXTENSION = join(REPOSITORY, 'editors/vscode/extension.js');
const PROGRAM = process.env.MINUTEBOOK ?? join(REPOSITORY, 'target/debug/minutebook');
const require = createRequire(import.meta.url);

let folder;
let editor;

// What the extension sees of the editor, and what it asks of it.
function standIn(path, folders) {
  const seen = { path, clients: [], messages: [], commands: {}, watched: [], sent: [] };
  const uri = (fsPath) => ({ scheme: 'file', fsPath });
  const vscode = {
    commands: { registerCommand: (name, run) => { seen.commands[name] = run; } },
    RelativePattern: class { constructor(base, pattern) { Object.assign(this, { base, pattern }); } },
    Uri: { file: uri, parse: (text) => uri(fileURLToPath(text)) },
    window: { showErrorMessage: async (message) => { seen.messages.push(message); } },
    workspace: {
      createFileSystemWatcher: (pattern) => { seen.watched.push(pattern.base.fsPath); return pattern; },
      getConfiguration: () => ({ get: () => seen.path }),
      getWorkspaceFolder: ({ fsPath }) => folders.find((above) => fsPath === above || fsPath.startsWith(`${above}/`)),
      onDidChangeConfiguration: (changed) => { seen.changed = changed; },
      onDidOpenTextDocument: (opened) => { seen.open = (path, languageId) => opened({ languageId, uri: uri(path) }); },
      textDocuments: [],
      workspaceFolders: folders.map((path) => ({ uri: uri(path) })),
    },
  };
  class LanguageClient {
    constructor(id, server, options) { Object.assign(this, { server, options, site: options.workspaceFolder.uri.fsPath }); }

    getFeature() { return {}; }

    async sendRequest(method, params) { seen.sent.push([this.site, method, params]); }

    async start() { seen.clients.push(this); }

    async stop() { seen.clients = seen.clients.filter((other) => other !== this); }
  }
  return [seen, { vscode, 'vscode-languageclient/node': { LanguageClient } }];
}

function start(path, folders) {
  const [seen, standIns] = standIn(path, folders);
  const load = Module._load;
  Module._load = (name, ...rest) => standIns[name] ?? load(name, ...rest);
  delete require.cache[EXTENSION];
  require(EXTENSION).activate({ subscriptions: [] });
  Module._load = load;
  return seen;
}

async function until(isSo) {
  for (let tries = 0; !isSo(); tries += 1) {
    assert.ok(tries < 1000, `not in time: ${isSo}`);
    await new Promise((done) => { setTimeout(done, 20); });
  }
}

const at = (path) => join(folder, path);
const sites = () => editor.clients.map((client) => client.site).sort();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minutebook-vscode-'));
  for (const site of ['one', 'two']) {
    mkdirSync(at(`${site}/content/news`), { recursive: true });
    writeFileSync(at(`${site}/minutebook.yaml`), 'title: Test\n');
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a server starts for each site of which a file is opened, and for no other file', async () => {
  editor = start(PROGRAM, [folder]);
  editor.open(at('one/content/news/a.md'), 'markdown');
  editor.open(at('one/content/news/b.md'), 'markdown');
  editor.open(at('two/minutebook.yaml'), 'yaml');
  editor.open(at('readme.md'), 'markdown');
  editor.open(at('two/content/news/a.txt'), 'plaintext');
  await until(() => editor.clients.length === 2);
  assert.deepEqual(sites(), [at('one'), at('two')]);
  assert.deepEqual(editor.clients[0].server, { command: PROGRAM, args: ['lsp'] });
  assert.deepEqual([editor.messages, editor.watched], [[], []]);
});

test('a site above the folder that is open is served and watched', async () => {
  editor = start(PROGRAM, [at('one/content/news')]);
  await until(() => editor.clients.length === 1);
  assert.deepEqual([sites(), editor.watched], [[at('one')], [at('one')]]);
});

test('a mend that the server makes is asked of the server of the site', async () => {
  editor = start(PROGRAM, [at('one'), at('two')]);
  await until(() => editor.clients.length === 2);
  const file = `file://${at('two/content/news/a.md')}`;
  await editor.commands['minutebook.toUtf8'](file);
  const asked = { command: 'minutebook.toUtf8', arguments: [file] };
  assert.deepEqual(editor.sent, [[at('two'), 'workspace/executeCommand', asked]]);
});

test('a program that is not there is told of, and started once the setting names it', async () => {
  editor = start('no-such-minutebook', [at('one')]);
  await until(() => editor.messages.length > 0);
  assert.match(editor.messages[0], /`no-such-minutebook` cannot be started: there is no such program/);
  assert.deepEqual(sites(), []);
  editor.path = PROGRAM;
  editor.changed({ affectsConfiguration: (name) => name === 'minutebook.path' });
  await until(() => editor.clients.length === 1);
  assert.deepEqual(sites(), [at('one')]);
});
