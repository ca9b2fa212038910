// The sites that the tests look at, built. MINUTEBOOK names the program.

import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BARE, FIXTURE, LONG_NAME, PHOTO } from './sites.mjs';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = process.env.MINUTEBOOK ?? join(ROOT, 'target/debug/minutebook');
export const TODAY = '2024-06-01';

/** Builds the sample site and two small ones, and the first two in the theme `plain` as well, in a new folder. */
export async function buildAll() {
  const folder = mkdtempSync(join(tmpdir(), 'minutebook-'));
  const sample = join(folder, 'sample');
  mkdirSync(sample);
  for (const name of ['content', 'minutebook.yaml']) cpSync(join(ROOT, name), join(sample, name), { recursive: true });
  const fixture = write(join(folder, 'fixture'), FIXTURE);
  for (const photo of ['hall.png', 'other.png']) copyFileSync(join(ROOT, PHOTO), join(fixture, 'content/meetings/a', photo));
  writeFileSync(join(fixture, 'content/meetings/a', LONG_NAME), 'text\n');
  const roots = [
    ['sample', sample, ''],
    ['fixture', fixture, '/records'],
    ['bare', write(join(folder, 'bare'), BARE), ''],
    ['plain', inPlain(sample), ''],
    ['plainFixture', inPlain(fixture), '/records'],
  ];
  const sites = await Promise.all(roots.map(async ([name, root, prefix]) => (
    { name, prefix, pages: await build(root, join(root, 'public')) })));
  return { folder, sites };
}

/** A copy of a site in the theme `plain`. */
function inPlain(root) {
  const copy = `${root}-plain`;
  cpSync(root, copy, { recursive: true });
  const file = join(copy, 'minutebook.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8').replace(/^theme:.*\n/m, '')}\ntheme: plain\n`);
  return copy;
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

/** Builds a site; gives back the folder of its pages. */
export async function build(root, output, ...more) {
  await promisify(execFile)(PROGRAM, ['build', '--root', root, '--output', output, '--today', TODAY, '--quiet', ...more]);
  return output;
}
