// What only print tells of a volume: its sheets, and what stands at their heads.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { ROOT, build, write } from './built.mjs';

const PARAGRAPH = 'We looked at every lamp on the river road, and wrote down which of them were dark.\n\n';

const FIXTURE = `
-- minutebook.yaml --
title: Records
base_url: https://example.org/
languages: {zh-Hans: {title: 档案}}
checks: {missing-word: off}
series: {s: {title: Debriefing, reports_from: {kind: [village], post: secretary}}}
-- content/organizations/lamps.md --
---
name: '"Lamps" \\ and more'
kind: village
---
-- content/organizations/quiet.md --
---
name: Quiet
kind: village
---
-- content/meetings/a/index.md --
---
title: The debriefing
held: 2022-02-25
covers: 2021
series: s
---

What was said at the meeting.
-- content/meetings/a/lamps.md --
---
title: A long report
secretary: {name: Ada}
organization: lamps
order: 1
---

## Lamps

${PARAGRAPH.repeat(120)}
-- content/meetings/a/quiet.md --
---
title: A short report
organization: quiet
order: 2
commitments: [{id: hush, text: Keep quiet, due: 2030-01-01}]
---

Nothing happened.
-- content/meetings/a/gone.md --
---
title: A report that is gone
secretary: {name: Somebody}
order: 3
withdrawn: {date: 2023-01-01, reason: It was another’s.}
---

These words are gone.
`;

let browser;
let folder;
let sample;
let fixture;
let plain;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'minutebook-volume-'));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const built = (root, name) => build(root, join(folder, name), '--portable');
  sample = await built(ROOT, 'sample');
  fixture = await built(write(join(folder, 'fixture-site'), FIXTURE), 'fixture');
  const inPlain = FIXTURE.replace('title: Records', 'title: Records\ntheme: plain');
  plain = await built(write(join(folder, 'plain-site'), inPlain), 'plain');
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A PDF, to be read. */
async function opened(data) {
  // The library says on the console that it cannot draw here, which nobody asks it to.
  const { warn, log } = console;
  Object.assign(console, { warn: () => {}, log: () => {} });
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  Object.assign(console, { warn, log });
  return getDocument({ data, verbosity: 0, useSystemFonts: true }).promise;
}

/** The sheets that a page prints, each as the words at its head, at its foot and between them. */
async function sheets(address) {
  const page = await browser.newPage();
  try {
    await page.goto(String(pathToFileURL(`${address}index.html`)), { waitUntil: 'load' });
    const data = new Uint8Array(await page.pdf({ preferCSSPageSize: true, outline: true, tagged: true }));
    const pdf = await opened(data);
    const found = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const sheet = await pdf.getPage(number);
      const [, , width, height] = sheet.view;
      assert.deepEqual([Math.round(width), Math.round(height)], [595, 842], 'a sheet is A4');
      const { items } = await sheet.getTextContent();
      const part = (from, to) => items.filter(({ transform }) => transform[5] / height >= from && transform[5] / height < to)
        .map(({ str, hasEOL }) => str + (hasEOL ? ' ' : '')).join('').replace(/\s+/g, ' ').trim();
      // The margins are 18 and 20 mm of 297 high.
      const links = (await sheet.getAnnotations()).filter(({ dest }) => dest).length;
      found.push({ head: part(0.945, 1), body: part(0.065, 0.945), foot: part(0, 0.065), links });
    }
    return found;
  } finally {
    await page.close();
  }
}

describe('a printed volume', () => {
  test('of the sample begins with a cover, and each report on a sheet of its own', async () => {
    const printed = await sheets(`${sample}/meetings/2020-01-17-annual-debriefing/volume/`);
    assert.ok(printed.length >= 10 && printed.length <= 20, `${printed.length} sheets`);
    const [cover, contents] = printed;
    for (const words of ['Diaobingshan Street News', '2019', 'Six secretaries answer for 2019', 'Online']) {
      assert.ok((cover.head + cover.body).includes(words), `the cover has ${words}: ${cover.body}`);
    }
    assert.equal(cover.foot, '');
    assert.ok(/Contents.*Old Well|Contents.*Nine repairs out of eleven/.test(contents.body), contents.body);
    assert.ok(contents.body.includes('Assessment'));
    // The meeting, six reports and the commitments: each entry leads to its sheet.
    assert.ok(contents.links >= 8, `${contents.links} links`);
    printed.slice(1).forEach(({ foot }, index) => {
      const name = 'Annual volume 2019. Diaobingshan Street News';
      assert.ok(foot.includes(name), foot);
      assert.equal(foot.replace(name, '').trim(), `${index + 2}`);
    });
    const heads = [...new Set(printed.map(({ head }) => head).slice(2))];
    assert.deepEqual(heads, [
      'Annual debriefing: 2019 work', '1 · Orchard Community', '2 · Old Well Village', '3 · Mill Bridge Community',
      '4 · Willow Bank Village', '5 · Stone Gate Village', '6 · North Lane Community', 'Open commitments',
    ]);
    const begins = (head, words) => printed.find((sheet) => sheet.head === head).body.startsWith(words);
    assert.ok(begins('2 · Old Well Village', '2 Nine repairs out of eleven'));
    assert.ok(begins('Open commitments', 'Open commitments'));
  });

  test('in Chinese has its heads in Chinese', async () => {
    const printed = await sheets(`${sample}/zh-hans/meetings/2024-01-19-annual-debriefing/volume/`);
    const heads = [...new Set(printed.map(({ head }) => head.normalize('NFKC').replace(/ /g, '')))];
    assert.ok(heads.includes('2老井村') && heads.includes('未了承诺'), heads.join(', '));
    assert.ok(printed.at(-1).foot.normalize('NFKC').replace(/ /g, '').includes('调兵山街道新闻2023年度汇编'), printed.at(-1).foot);
  });

  for (const theme of ['street-news', 'plain']) {
    test(`has the same head on every sheet of a report, whatever its name is: ${theme}`, async () => {
      const printed = await sheets(`${theme === 'plain' ? plain : fixture}/meetings/a/volume/`);
      const of = (head) => printed.filter((sheet) => sheet.head === head);
      const long = of('1 · "Lamps" \\ and more');
      assert.ok(long.length >= 3, printed.map(({ head }) => head).join('\n'));
      assert.match(long[0].body, /^1\.? A long report/);
      const [short, ...more] = of('2 · Quiet');
      assert.equal(more.length, 0);
      assert.match(short.body, /^2\.? A short report/);
      const [gone] = of('3 · A report that is gone');
      assert.ok(gone.body.includes('It was another’s.') && !/These words|Somebody/.test(gone.body), gone.body);
      assert.ok(of('Open commitments')[0].body.includes('Keep quiet'));
      assert.equal(printed.at(-1).head, 'Open commitments');
    });
  }

  for (const [site, address] of [
    ['sample', 'meetings/2020-01-17-annual-debriefing'], ['sample', 'meetings/2024-01-19-annual-debriefing'],
    ['sample', 'zh-hans/meetings/2020-01-17-annual-debriefing'], ['sample', 'zh-hans/meetings/2024-01-19-annual-debriefing'],
    ['fixture', 'meetings/a'],
  ]) {
    test(`names the sheet of every entry in its contents: ${site}, ${address}`, async () => {
      const page = await browser.newPage();
      await page.goto(String(pathToFileURL(`${site === 'sample' ? sample : fixture}/${address}/volume/index.html`)), { waitUntil: 'load' });
      const named = await contents(new Uint8Array(await page.pdf({ preferCSSPageSize: true })));
      await page.close();
      for (const [leads, beside] of named) assert.deepEqual(beside, [leads], JSON.stringify(named));
      // The report of the meeting, each report, and the open commitments.
      assert.ok(named.length >= 5, JSON.stringify(named));
    });
  }

  test('names them in a program that knows `target-counter`, without a script', async () => {
    const program = process.env.WEASYPRINT;
    assert.ok(program, 'WEASYPRINT says where WeasyPrint is');
    const file = join(folder, 'volume.pdf');
    const address = `${sample}/meetings/2020-01-17-annual-debriefing/volume/index.html`;
    execFileSync(program, ['--quiet', address, file]);
    const named = await contents(new Uint8Array(readFileSync(file)));
    assert.ok(named.length >= 8, JSON.stringify(named));
    for (const [leads, beside] of named) assert.deepEqual(beside, [leads], JSON.stringify(named));
  });
});

/** Of each entry in the contents, which stand behind the cover: the sheet to which it leads, and the numbers beside it. */
async function contents(data) {
  const pdf = await opened(data);
  const sheet = await pdf.getPage(2);
  const { items } = await sheet.getTextContent();
  const named = [];
  const links = (await sheet.getAnnotations()).filter(({ dest }) => dest);
  for (const { dest, rect: [, bottom, , top] } of links.sort((a, b) => b.rect[1] - a.rect[1])) {
    const [target] = Array.isArray(dest) ? dest : await pdf.getDestination(dest);
    const leads = await pdf.getPageIndex(target) + 1;
    // One entry may be several links; below the contents stands the assessment, which begins with the first report again.
    if (named.length && leads < named.at(-1)[0]) break;
    if (named.length && leads === named.at(-1)[0]) continue;
    const beside = items.filter(({ str, transform: [, , , , x, y] }) =>
      /^\d+$/.test(str) && x > sheet.view[2] / 2 && y > bottom - 4 && y < top + 4);
    named.push([leads, beside.map(({ str }) => Number(str))]);
  }
  return named;
}
