// What somebody sees who edits a site while it is served.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ARGUMENTS, CHROMIUM } from './chromium.mjs';

const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const PROGRAM = process.env.MINUTEBOOK ?? join(REPOSITORY, 'target/debug/minutebook');
const MEETING = 'content/meetings/2020-01-17-annual-debriefing';

describe('while a site is served', { timeout: 300_000 }, () => {
  const site = mkdtempSync(join(tmpdir(), 'minutebook-serve-'));
  const at = (path) => join(site, path);
  let program;
  let address;
  let browser;
  let page;
  let faults;

  before(async () => {
    for (const name of ['content', 'minutebook.yaml', 'static']) {
      try { cpSync(join(REPOSITORY, name), at(name), { recursive: true }); } catch (error) { assert.equal(error.code, 'ENOENT'); }
    }
    program = spawn(PROGRAM, ['serve', '--port', '0', '--root', site, '--today', '2024-06-01'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = await new Promise((done) => { createInterface({ input: program.stdout }).once('line', (...words) => done(words)); });
    address = line.replace('serving ', '').replace(/\/$/, '');
    // A program waits until the records are read; a browser is shown that they are.
    await fetch(address);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    faults = [];
    page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
    page.on('pageerror', (error) => faults.push(String(error)));
  });

  after(async () => {
    await browser?.close();
    program?.kill();
    rmSync(site, { recursive: true, force: true });
  });

  // A mark on the window tells whether a page is the one that was loaded before.
  const mark = () => page.evaluate(() => { window.loadedBefore = true; });
  const isMarked = () => page.evaluate(() => window.loadedBefore === true);
  const open = async (path) => {
    await page.goto(`${address}/${path}`);
    await mark();
  };

  test('what is saved is on the page, which stays where one has read to', async () => {
    await open('meetings/2020-01-17-annual-debriefing/');
    await page.evaluate(() => window.scrollTo(0, 700));
    appendFileSync(at(`${MEETING}/index.md`), '\nA sentence that was not there before.\n');
    await page.getByText('A sentence that was not there before.').waitFor();
    await page.waitForFunction(() => window.scrollY === 700);
    assert.equal(await isMarked(), false);
    // An editor that writes a new file and puts it in the place of the old one.
    await mark();
    const text = readFileSync(at(`${MEETING}/index.md`), 'utf8').replace('not there before', 'put in its place');
    writeFileSync(at(`${MEETING}/4913~`), text);
    renameSync(at(`${MEETING}/4913~`), at(`${MEETING}/index.md`));
    await page.getByText('A sentence that was put in its place.').waitFor();
    assert.deepEqual(faults, []);
  });

  test('a page that does not show what was saved stays as it is', async () => {
    await open('people/');
    const told = page.waitForResponse((answer) => answer.url().includes('/~minutebook/changed'));
    appendFileSync(at(`${MEETING}/old-well.md`), '\nNobody who looks at the people sees this.\n');
    await told;
    await page.waitForResponse((answer) => answer.url().endsWith('/people/'));
    assert.equal(await isMarked(), true);
  });

  test('a style is exchanged in the page that is open', async () => {
    const style = 'themes/street-news/static/style.css';
    mkdirSync(dirname(at(style)), { recursive: true });
    await open('people/');
    copyFileSync(join(REPOSITORY, style), at(style));
    appendFileSync(at(style), '\nbody { outline: 7px solid rgb(1, 2, 3); }\n');
    await page.waitForFunction(() => getComputedStyle(document.body).outlineColor === 'rgb(1, 2, 3)');
    assert.equal(await isMarked(), true);
    assert.equal(await page.locator('link[rel=stylesheet]').count(), 1);
    rmSync(at(style));
    await page.waitForFunction(() => getComputedStyle(document.body).outlineColor !== 'rgb(1, 2, 3)');
  });

  test('a photo that was exchanged is shown', async () => {
    await open('meetings/2020-01-17-annual-debriefing/');
    const photo = readFileSync(at(`${MEETING}/index.md`), 'utf8').match(/file: (\S+\.(?:png|jpg))/)[1];
    const bytes = readFileSync(at(`${MEETING}/${photo}`));
    writeFileSync(at(`${MEETING}/${photo}`), bytes);
    await page.waitForFunction(() => window.loadedBefore !== true);
  });

  test('all that is wrong stands over the page, leads to the editor, and goes when it is mended', async () => {
    await open('meetings/2020-01-17-annual-debriefing/');
    const index = readFileSync(at(`${MEETING}/index.md`), 'utf8');
    const report = readFileSync(at(`${MEETING}/old-well.md`), 'utf8');
    writeFileSync(at(`${MEETING}/index.md`), index.replace(/^chair: .*/m, 'chair: nobody-of-this-name'));
    writeFileSync(at(`${MEETING}/old-well.md`), report.replace(/^order: .*/m, 'order: first'));
    await page.getByText('2 errors; the page is shown as it was before').waitFor();
    const inner = page.frameLocator('iframe[title="What is wrong"]');
    await inner.getByText('nobody-of-this-name').first().waitFor();
    assert.ok(await page.locator('h1').isVisible(), 'the last good page is below');
    const links = await inner.getByRole('link').evaluateAll((all) => all.map((link) => link.href));
    const line = index.split('\n').findIndex((text) => text.startsWith('chair: ')) + 1;
    assert.equal(links[0], `vscode://file${site}/${MEETING}/index.md:${line}:8`);
    assert.equal(links.length, 2);
    if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, 'faults.png') });
    writeFileSync(at(`${MEETING}/index.md`), index);
    await page.getByText('1 error; the page is shown as it was before').waitFor();
    writeFileSync(at(`${MEETING}/old-well.md`), report);
    await page.locator('.minutebook-faults').waitFor({ state: 'detached' });
  });

  test('a record that is new, renamed or gone has its page, and has none', async () => {
    await open('news/');
    mkdirSync(at('content/news'), { recursive: true });
    writeFileSync(at('content/news/a-new-story.md'), '---\ntitle: A story that is new\npublished: 2024-05-30\n---\nText.\n');
    await page.getByText('A story that is new').first().waitFor();
    renameSync(at('content/news/a-new-story.md'), at('content/news/another-name.md'));
    await page.locator('a[href*="another-name"]').first().waitFor();
    await page.goto(`${address}/news/another-name/`);
    rmSync(at('content/news/another-name.md'));
    await page.getByText('A story that is new').first().waitFor({ state: 'detached' });
  });

  test('the page comes back when the program does', async () => {
    await open('people/');
    const port = new URL(address).port;
    program.kill();
    await new Promise((done) => { program.once('exit', done); });
    program = spawn(PROGRAM, ['serve', '--port', port, '--root', site, '--today', '2024-06-01'], { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((done) => { createInterface({ input: program.stdout }).once('line', done); });
    const [person] = ['content/people/kong-mao.md'];
    writeFileSync(at(person), readFileSync(at(person), 'utf8').replace(/^name: .*/m, 'name: Kong Renamed'));
    await page.getByText('Kong Renamed').first().waitFor();
  });
});
