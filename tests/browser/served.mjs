// Sites that the program serves, and the browser that opens them.
//
// MINUTEBOOK names the program, CHROMIUM the browser.

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = process.env.MINUTEBOOK ?? join(ROOT, 'target/debug/minutebook');
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const TODAY = '2024-06-01';

export const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking',
  '--disable-component-update', '--disable-default-apps', '--disable-sync', '--no-first-run',
];

const programs = [];

export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

/** Writes a site in which `-- path --` begins a file; gives back its folder. */
export function write(root, text) {
  for (const part of text.split(/^-- /m).slice(1)) {
    const end = part.indexOf(' --\n');
    const file = join(root, part.slice(0, end));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, part.slice(end + 4));
  }
  return root;
}

/** Serves a site on a free port; gives back its address without the last slash. */
export function serve(root) {
  const program = spawn(PROGRAM, ['serve', '--port', '0', '--root', root, '--today', TODAY, '--color', 'never']);
  programs.push(program);
  return new Promise((found, failed) => {
    let told = '';
    const listen = (data) => {
      told += data;
      const address = /http:\/\/\S+/.exec(told);
      if (address) found(address[0].replace(/\/$/, ''));
    };
    program.stdout.on('data', listen);
    program.stderr.on('data', (data) => { told += data; });
    program.on('error', failed);
    program.on('exit', (status) => failed(new Error(`serve ended with ${status}\n${told}`)));
  });
}

/** Ends every program that serves a site. */
export function stop() {
  programs.forEach((program) => program.kill());
}
