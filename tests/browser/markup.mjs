// The Nu HTML checker over every page, stylesheet and drawing that is built. JAVA names the runtime.

import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildAll } from './built.mjs';
import { none } from './none.mjs';

const CHECKER = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

/** What is left out, and why. */
const LEFT_OUT = [
  // Tables that are laid out as rows on a phone say what they are: older browsers take the roles away with the layout.
  /^The “role” attribute must not be used on a “(td|th|tr)” element which has a “table” ancestor/,
  /^The “(table|rowgroup|row|cell|rowheader|columnheader)” role is unnecessary for element/,
  // A guess from the words: a record that is not translated stands in its own language, and says so where it stands.
  /^This document appears to be written in/,
];

let built;
before(async () => { built = await buildAll(); }, { timeout: 300_000 });
after(() => { if (built) rmSync(built.folder, { recursive: true, force: true }); });

/** The checker's findings: it ends with 1 where there are any. */
const check = (folders) => new Promise((done, failed) => {
  const options = ['--skip-non-html', '--also-check-css', '--also-check-svg', '--format', 'json', '--stdout'];
  const memory = { maxBuffer: 1 << 28 };
  execFile(process.env.JAVA ?? 'java', ['-jar', CHECKER, ...options, ...folders], memory, (error, out) => {
    if (out.startsWith('{')) done(JSON.parse(out).messages);
    else failed(error ?? new Error(`no findings: ${out}`));
  });
});

test('the Nu HTML checker finds nothing in any page', { timeout: 600_000 }, async () => {
  const found = await check(built.sites.map(({ pages }) => pages));
  const counts = found.filter(({ message }) => !LEFT_OUT.some((pattern) => pattern.test(message)));
  none(counts.map(({ type, subType, url, lastLine, message, extract }) => {
    const file = relative(built.folder, fileURLToPath(url));
    return `${file}:${lastLine ?? 1}: ${subType ?? type}: ${message} ${(extract ?? '').replace(/\s+/g, ' ').trim().slice(0, 120)}`;
  }));
});
