// The search, in a site that is opened from a disk: nothing but the files beside the page.
//
// Whatever is looked for is looked for twice: by the page, and by going through every text.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import vm from 'node:vm';
import { chromium } from 'playwright-core';
import { ROOT, build } from './built.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const HAN = /[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff]+/gu;

let scratch;
let browser;

before(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'minutebook-search-'));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
});
after(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Builds a site for a disk, and gives the folder. */
const forDisk = (root, name) => build(root, join(scratch, name), '--portable');

/** The same numbers at every run. */
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A site of 130 stories in two years, all of words drawn at random; one is a draft, one withdrawn. */
function drawn() {
  const roll = dice(7);
  const root = join(scratch, 'drawn-site');
  const letters = '街道村社区书记述职评议党建工作群众水路灯桥修缮安全会议报告承诺完成季度检查一二三四五六七八九十〇';
  const words = ['Repair', 'café', 'ROAD', '2023', 'bridge', 'well', 'old-well', 'ﬁrst', 'Ｗｉｄｅ'];
  const sentence = () => {
    let text = '';
    for (let count = 4 + roll(30); count > 0; count -= 1) {
      text += roll(12) ? letters[roll(letters.length)] : `，${words[roll(words.length)]} `;
    }
    return `${text}。`;
  };
  mkdirSync(join(root, 'content/news'), { recursive: true });
  writeFileSync(join(root, 'minutebook.yaml'), 'title: 测试\nbase_url: https://example.org/\nlanguage: zh-Hans\n');
  for (let number = 0; number < 130; number += 1) {
    const year = 2021 + (number % 2);
    const extra = { 5: 'draft: true\n', 6: 'withdrawn: {date: 2023-01-01, reason: 撤}\n', 7: 'embargo: 2030-01-01\n' }[number] ?? '';
    const secret = extra ? '鼍鼍龘龘' : '';
    const body = Array.from({ length: 3 + roll(4) }, sentence).join('\n\n');
    writeFileSync(
      join(root, `content/news/n${number}.md`),
      `---\ntitle: ${sentence()}\npublished: ${year}-0${1 + roll(9)}-1${roll(9)}\nsummary: ${sentence()}\n${extra}---\n${secret}\n${body}\n`,
    );
  }
  return root;
}

/** Every entry that the files of a search hold: its address, title and text. */
function entries(search) {
  const found = [];
  const minutebook = (name, value) => {
    if (name.includes('/texts-')) found.push(...value.map(([address, title, , , text]) => ({ address, title, text })));
  };
  for (const file of files(search).filter((file) => file.endsWith('.js'))) {
    vm.runInNewContext(readFileSync(file, 'utf8'), { minutebook });
  }
  return found;
}

function files(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
}

async function open(output, folder, query = '') {
  const page = await browser.newPage();
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) faults.push(`asked for ${request.url()}`);
  });
  await page.goto(`${pathToFileURL(join(output, folder, 'index.html'))}${query}`);
  return { page, faults };
}

/** Letter case, width and accents gone. */
const fold = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

/** Looks for every needle on the page and in the texts. */
async function compare(page, texts, needles, holds, some = true) {
  const found = await page.evaluate(
    async (needles) => Promise.all(needles.map((needle) => window.minutebook.find(needle))),
    needles,
  );
  const wrong = needles.flatMap((needle, at) => {
    const expected = texts.filter((entry) => holds(entry, needle)).map((entry) => entry.address).sort();
    const got = [...found[at]].sort();
    return JSON.stringify(expected) === JSON.stringify(got) ? [] : [{ needle, expected, got }];
  });
  assert.deepEqual(wrong.slice(0, 3), []);
  if (some) assert.ok(found.some((one) => one.length > 0), 'nothing was found at all');
}

/** Runs of Han characters cut out of the texts at random. */
function cuttings(texts, count, seed) {
  const roll = dice(seed);
  const runs = texts.flatMap(({ title, text }) => `${title}\n${text}`.match(HAN) ?? []).filter((run) => [...run].length > 1);
  return Array.from({ length: count }, () => {
    const run = [...runs[roll(runs.length)]];
    const length = 2 + roll(Math.min(7, run.length - 1));
    const start = roll(run.length - length + 1);
    return run.slice(start, start + length).join('');
  });
}

const holdsRun = ({ title, text }, needle) => title.includes(needle) || text.includes(needle);

describe('the search of a site on a disk', () => {
  let output;
  let texts;
  let opened;

  before(async () => {
    output = await forDisk(drawn(), 'drawn');
    texts = entries(join(output, 'search'));
    opened = await open(output, 'search');
  });
  after(() => assert.deepEqual(opened.faults, []));

  test('finds 500 runs of Han characters where they stand, and nowhere else', async () => {
    await compare(opened.page, texts, cuttings(texts, 400, 11), holdsRun);
    // Runs that stand nowhere, as a rule, though each pair of theirs does.
    const roll = dice(13);
    const pairs = cuttings(texts, 200, 17).map((run) => [...run]);
    const joined = Array.from({ length: 100 }, () => {
      const [a, b] = [pairs[roll(200)], pairs[roll(200)]];
      return [...a, ...b].join('');
    });
    await compare(opened.page, texts, joined, holdsRun, false);
  });

  test('finds words by their beginnings, whatever their case, width and accents', async () => {
    const begins = ({ title, text }, needle) =>
      fold(`${title}\n${text}`).split(/[^\p{L}\p{N}]|[\u3005-\u3007\u3400-\u9fff]/u).some((word) => word.startsWith(fold(needle)));
    await compare(opened.page, texts, ['repair', 'REP', 'cafe', 'CAFÉ', 'road', '202', '2023', 'first', 'wide', 'w', 'zebra'], begins);
    const phrase = ({ title, text }, needle) => fold(`${title}\n${text}`).includes(fold(needle));
    await compare(opened.page, texts, ['old-well', 'Old-Well'], phrase);
  });

  test('finds records that hold all that is asked for', async () => {
    const both = ({ title, text }, needle) => needle.split(' ').every((part) => fold(`${title}\n${text}`).includes(part));
    await compare(opened.page, texts, ['述职 repair', '村社 bridge', '水路 well'], both);
  });

  test('holds what the pages show, and nothing that is not public', () => {
    assert.equal(texts.length, 127);
    const all = files(join(output, 'search')).map((file) => readFileSync(file, 'utf8')).join('\n');
    assert.ok(!all.includes('鼍') && !all.includes('龘'));
    for (const { address, text } of texts) {
      const html = readFileSync(join(output, address, 'index.html'), 'utf8').replace(/<[^>]*>/g, '');
      const shown = fold(html).replace(/\s+/g, '');
      for (const run of text.match(HAN)) assert.ok(shown.includes(run), `${address} does not show ${run}`);
    }
  });

  test('keeps its files within their measure', () => {
    const sizes = (part) => files(join(output, 'search')).filter((file) => file.includes(part)).map((file) => statSync(file).size);
    const sum = (sizes) => sizes.reduce((all, one) => all + one, 0);
    const text = sum(texts.map(({ title, text }) => Buffer.byteLength(title + text)));
    assert.ok(sizes('terms-').length >= 4 && sizes('texts-').length >= 8, 'the site is too small to tell');
    assert.ok(sum(sizes('terms-')) < 1500 * texts.length, `${sum(sizes('terms-'))} bytes of terms`);
    assert.ok(sum(sizes('texts-')) < 1.2 * text, `${sum(sizes('texts-'))} bytes of texts for ${text}`);
  });
});

describe('the search page of the sample site', () => {
  let output;
  before(async () => { output = await forDisk(ROOT, 'sample'); });

  test('finds what the sources say in Chinese', async () => {
    const { page, faults } = await open(output, 'zh-hans/search');
    const texts = entries(join(output, 'zh-hans/search'));
    await compare(page, texts, cuttings(texts, 200, 23), holdsRun);
    // What stands below the front matter of a translation is found at its page.
    const roll = dice(29);
    const bodies = readdirSync(join(ROOT, 'content/news')).filter((name) => name.endsWith('.zh-Hans.md'));
    assert.ok(bodies.length > 1);
    for (const name of bodies) {
      const body = readFileSync(join(ROOT, 'content/news', name), 'utf8').split('\n---\n')[1];
      const runs = body.match(HAN).filter((run) => run.length > 3);
      const run = runs[roll(runs.length)];
      const found = await page.evaluate((run) => window.minutebook.find(run), run);
      assert.ok(found.includes(`zh-hans/news/${name.replace('.zh-Hans.md', '')}/`), `${run} of ${name} is not found`);
    }
    assert.deepEqual(faults, []);
    await page.close();
  });

  const languages = [
    { folder: 'search', query: 'repairs', all: '3 results for “repairs”.', kind: /^Reports/, some: '2 results' },
    { folder: 'zh-hans/search', query: '承诺', all: '“承诺”：找到', kind: /^街道新闻/, some: '条结果' },
  ];
  for (const { folder, query, all, kind, some } of languages) {
    test(`is used by keyboard alone: ${query}`, async () => {
      const { page, faults } = await open(output, folder);
      const reach = async (target) => {
        for (let count = 0; count < 30 && !(await target.evaluate((element) => element === document.activeElement)); count += 1) {
          await page.keyboard.press('Tab');
        }
      };
      await page.keyboard.type(query);
      await page.getByRole('status').filter({ hasText: all }).waitFor();
      const marks = await page.locator('[data-at=results] mark').allTextContents();
      assert.ok(marks.length >= 3 && marks.every((mark) => mark.toLowerCase() === query), marks.join());
      // On to the facets, and into one.
      const facet = page.getByRole('button', { name: kind });
      const count = await facet.locator('span').last().textContent();
      await reach(facet);
      await page.keyboard.press('Enter');
      await page.waitForURL(/&kind=/);
      assert.equal(await facet.getAttribute('aria-pressed'), 'true');
      await page.getByRole('status').filter({ hasText: some }).filter({ hasText: count }).waitFor();
      assert.equal(await page.locator('[data-at=results] > li').count(), Number(count));
      // On to the first result, and there.
      const first = page.locator('[data-at=results] a').first();
      const title = await first.textContent();
      await reach(first);
      await page.keyboard.press('Enter');
      await page.waitForURL(/meetings|news/);
      assert.equal(await page.locator('h1').textContent(), title);
      // And back to what was found.
      await page.goBack();
      await page.getByRole('status').filter({ hasText: some }).filter({ hasText: count }).waitFor();
      assert.deepEqual(faults, []);
      await page.close();
    });
  }

  test('shows results in which axe finds nothing', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const colorScheme of ['light', 'dark']) {
      const { page } = await open(output, 'search', '?q=street');
      await page.emulateMedia({ colorScheme });
      await page.getByRole('status').filter({ hasText: 'results for “street”.' }).waitFor();
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await window.axe.run(document, {
        resultTypes: ['violations'], rules: { 'color-contrast-enhanced': { enabled: true } },
      })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
      assert.deepEqual(found, []);
      await page.close();
    }
  });

  test('is reached from the head of every page', async () => {
    const { page, faults } = await open(output, 'zh-hans/meetings');
    await page.getByRole('searchbox').fill('述职');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: '“述职”：找到' }).waitFor();
    assert.equal(decodeURIComponent(relative(output, fileURLToPath(page.url().split('?')[0]))), 'zh-hans/search/index.html');
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('link', { name: '搜索', exact: true }).click();
    await page.waitForURL(/search\/index\.html$/);
    assert.deepEqual(faults, []);
    await page.close();
  });

  test('says what it could not find, and what it cannot look for', async () => {
    const { page } = await open(output, 'zh-hans/search', '?q=鼍龘');
    await page.getByRole('status').filter({ hasText: '没有找到“鼍龘”。' }).waitFor();
    await page.getByRole('searchbox').fill('村');
    await page.getByRole('status').filter({ hasText: '请输入两个以上汉字。' }).waitFor();
    await page.close();
  });

  test('leads to the lists without a script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(String(pathToFileURL(join(output, 'search/index.html'))));
    assert.equal(await page.getByRole('searchbox').isVisible(), false);
    assert.deepEqual(await page.locator('noscript a').allTextContents(), ['Archive', 'People', 'Organizations', 'Topics']);
    for (const link of await page.locator('noscript a').all()) {
      const to = fileURLToPath(new URL(await link.getAttribute('href'), page.url()));
      assert.ok(statSync(to).isFile(), `${dirname(to)} is there`);
    }
    await context.close();
  });
});
