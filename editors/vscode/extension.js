// Starts `minutebook lsp` for every site of which a file is opened. What the server knows, VS Code shows.

const { execFile } = require('node:child_process');
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { commands, RelativePattern, Uri, window, workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

const TO_UTF8 = 'minutebook.toUtf8';

// By the folder of the site.
const clients = new Map();

exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    workspace.onDidOpenTextDocument(serveDocument),
    workspace.onDidChangeConfiguration(async (event) => {
      if (!event.affectsConfiguration('minutebook.path')) return;
      await exports.deactivate();
      clients.clear();
      serveAll();
    }),
    // Each client would register this, but VS Code takes a command only once, and a window may show several sites.
    commands.registerCommand(TO_UTF8, (uri) => {
      const client = clients.get(siteAbove(Uri.parse(uri).fsPath));
      return client?.sendRequest('workspace/executeCommand', { command: TO_UTF8, arguments: [uri] });
    }),
  );
  serveAll();
};

exports.deactivate = () => Promise.allSettled([...clients.values()].map((client) => client.stop()));

function serveAll() {
  // What is wrong in the site that a window shows is told before a file of it is opened.
  workspace.workspaceFolders?.forEach(({ uri }) => serve(uri));
  workspace.textDocuments.forEach(serveDocument);
}

function serveDocument({ languageId, uri }) {
  if (['markdown', 'yaml'].includes(languageId)) serve(uri);
}

function serve({ scheme, fsPath }) {
  const site = scheme === 'file' && siteAbove(fsPath);
  if (!site || clients.has(site)) return;
  const command = workspace.getConfiguration('minutebook').get('path');
  const client = new LanguageClient('minutebook', { command, args: ['lsp'] }, optionsOf(site));
  // Its command is registered once, above.
  client.getFeature('workspace/executeCommand').initialize = () => {};
  clients.set(site, client);
  // Of a program that is not there the client would say only that there is no connection.
  execFile(command, ['lsp', '--help'], (error) => (error ? complain(command, error) : client.start()));
}

function optionsOf(site) {
  const uri = Uri.file(site);
  // A bracket in the name of a folder is not one of the pattern.
  const pattern = `${site.replace(/[[\]{}*?]/g, '?')}/**`;
  const options = {
    documentSelector: ['markdown', 'yaml'].map((language) => ({ scheme: 'file', language, pattern })),
    // With this the server looks here, and not in the first folder of the window.
    workspaceFolder: { uri, name: 'minutebook', index: 0 },
  };
  // The server asks to be told of files that others write; VS Code looks for them only below the window's folders.
  if (!workspace.getWorkspaceFolder(uri)) {
    const outside = new RelativePattern(uri, '{minutebook.yaml,content/**,themes/**,static/**}');
    options.synchronize = { fileEvents: workspace.createFileSystemWatcher(outside) };
  }
  return options;
}

function siteAbove(path) {
  if (existsSync(join(path, 'minutebook.yaml'))) return path;
  return dirname(path) === path ? undefined : siteAbove(dirname(path));
}

async function complain(command, { code, message }) {
  const open = 'Open the setting';
  const why = code === 'ENOENT' ? 'there is no such program' : message;
  const how = 'Install minutebook, or write in the setting minutebook.path where it is.';
  if ((await window.showErrorMessage(`\`${command}\` cannot be started: ${why}. ${how}`, open)) === open) {
    commands.executeCommand('workbench.action.openSettings', 'minutebook.path');
  }
}
