// What only a browser can tell of the built pages.
//
// The program serves the repository, which is the sample site, and two small sites that
// have what the sample lacks. MINUTEBOOK names the program, CHROMIUM the browser.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { ARGUMENTS, CHROMIUM, PROGRAM, ROOT, TODAY, launch, serve, stop, write } from './served.mjs';

const PHOTO = join(ROOT, 'content/meetings/2023-02-24-annual-debriefing/hall.png');

/** Every kind of page, on the sample site. */
const KINDS = {
  'the front page': '/',
  'the meeting that leads': '/meetings/2022-02-25-annual-debriefing/',
  'a meeting with reports and grades': '/meetings/2020-01-17-annual-debriefing/',
  'a meeting with a photo': '/meetings/2023-02-24-annual-debriefing/',
  'a report': '/meetings/2023-02-24-annual-debriefing/old-well/',
  'a series': '/series/annual-debriefing/',
  'a person': '/people/zhou-ji/',
  'an organization': '/organizations/old-well-village/',
  'the people': '/people/',
  'the organizations': '/organizations/',
  'the meetings': '/meetings/',
  'the reports': '/reports/',
  'the news': '/news/',
  'a story': '/news/2023-03-01-promises-read-out/',
  'the commitments': '/commitments/',
  'the overdue commitments': '/commitments/overdue/',
  'the corrections': '/corrections/',
  'the archive': '/archive/',
  'a year': '/archive/2023/',
  'the topics': '/topics/',
  'a topic': '/topics/water/',
  'the volumes': '/volumes/',
  'a volume': '/meetings/2020-01-17-annual-debriefing/volume/',
  'a volume in Chinese': '/zh-hans/meetings/2024-01-19-annual-debriefing/volume/',
  'a page of text': '/about/',
  'the page for what is not there': '/404.html',
};

/** What the sample lacks: a second language, a path below the host, pagers, long words, odd states. */
const FIXTURE = `
-- minutebook.yaml --
title: A very long name for the record of the meetings of the Rhine-Danube-Waterways-Maintenance Board
base_url: https://example.org/records/
language: en
languages: {zh-Hans: {title: 测试}}
paginate: 2
publisher: {organization: board, contact: someone-with-a-rather-long-name@records.example.org}
markdown: {raw_html: sanitize}
assessment: {visibility: full}
topics: {water: {title: {en: Water, zh-Hans: 水}}}
series:
  yearly:
    title: {en: Yearly, zh-Hans: 年度}
    reports_from: {kind: [village], post: secretary}
    scale: four
scales:
  four: {good: Good, fairly-good: Fairly good, fair: Fair, poor: Poor}
-- content/organizations/board.md --
---
name: Board
---
-- content/organizations/weir.md --
---
name: Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch
kind: village
parent: board
---
-- content/organizations/mill.md --
---
name: Mill
kind: village
parent: board
---
-- content/people/ada.md --
---
name: Ada
roles: [{post: secretary, role: Secretary, organization: weir, start: 2010}]
---
-- content/people/ada.zh-Hans.md --
---
name: 艾达
---
-- content/meetings/a/index.md --
---
title: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft
held: 2020-05-04
covers: 2019
series: yearly
organizer: board
chair: ada
topics: [water]
emphasis: [One thing.]
suggestions: {count: 2, items: [{number: 2, text: The second.}]}
decisions: [Build it., {text: Paint it., votes: {for: 5, against: 1, abstain: 0}}]
photos: [{file: hall.png, alt: A hall}, {file: other.png, alt: Another, caption: Seen from the door}]
attachments: [{file: a-file-name-that-is-quite-long-and-has-no-place-to-break_it_anywhere_at_all.txt}]
corrections: [{date: 2020-05-06, text: It was *Monday*.}]
aliases: [/old/a/]
---

## A heading

| one | two | three | four | five | six | seven | eight |
|---|---|---|---|---|---|---|---|
| averylongwordwithoutabreak | averylongwordwithoutabreak | averylongwordwithoutabreak | 4 | 5 | 6 | 7 | 8 |

\`\`\`
a line of code that goes on and on and on and on and on and on and on and on and on and on and on
\`\`\`

https://example.org/an/address/that/is/much/longer/than/any/phone/is/wide/and/has/no/space/in/it.html

![Drawn](hall.png)

A footnote.[^1]

[^1]: At the foot.
-- content/meetings/a/index.zh-Hans.md --
---
title: 第一次会议，讨论水利、道路、供暖以及其他事项的决定与建议汇总
---

## 标题

正文。
-- content/meetings/a/weir.md --
---
secretary: ada
organization: weir
ballots: {good: 31, fairly-good: 4, fair: 1, poor: 0, abstain: 1}
grade: good
comment: Well done.
problems: [{text: Rain., cause: Weather.}]
commitments:
  - {id: gate, text: Mend the gate, due: 2021-01-01, responsible: ada, status: done}
---

Text.
-- content/meetings/b/index.md --
---
title: B
held: 2021-05-04
covers: 2020
series: yearly
status: cancelled
reason: Flood.
---
-- content/meetings/c/index.md --
---
title: C
held: 2022-05-04
---
-- content/meetings/d/index.md --
---
title: D
held: 2023-05-04
withdrawn: {date: 2023-06-01, reason: Wrong hall.}
---
-- content/meetings/e/index.md --
---
title: E
held: 2025-01-04
status: scheduled
---
-- content/news/story.md --
---
title: Story
published: 2023-05-05
about: [a]
---

<p style="color: red" onclick="alert(1)">Raw<script>alert(1)</script></p>
-- content/pages/terms.md --
---
title: Terms
---

Words.
`;

const FIXTURE_PAGES = {
  'the front page of a site below a path': '/',
  'a meeting with everything': '/meetings/a/',
  'a report with ballots': '/meetings/a/weir/',
  'a volume with everything': '/meetings/a/volume/',
  'a cancelled meeting': '/meetings/b/',
  'a meeting without anything': '/meetings/c/',
  'a withdrawn meeting': '/meetings/d/',
  'a meeting to come': '/meetings/e/',
  'the newest page of a list': '/meetings/',
  'an older page of a list': '/meetings/page/1/',
  'a series with a cancelled meeting': '/series/yearly/',
  'an organization with a long name': '/organizations/weir/',
  'a story with raw HTML': '/news/story/',
  'the front page in Chinese': '/zh-hans/',
  'a translated meeting': '/zh-hans/meetings/a/',
  'a meeting that is not translated': '/zh-hans/meetings/c/',
  'a person in Chinese': '/zh-hans/people/ada/',
  'the commitments in Chinese': '/zh-hans/commitments/',
};

const BARE = '\n-- minutebook.yaml --\ntitle: Bare\nbase_url: https://example.org/\n';
const BARE_PAGES = {
  'the front page of an empty site': '/',
  'an empty list': '/meetings/',
  'empty commitments': '/commitments/',
  'an empty archive': '/archive/',
};

let browser;
let folder;
let sample;
let fixture;
let bare;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'minutebook-'));
  browser = await launch();
  sample = await serve(ROOT);
  const files = write(join(folder, 'fixture'), FIXTURE);
  copyFileSync(PHOTO, join(files, 'content/meetings/a/hall.png'));
  copyFileSync(PHOTO, join(files, 'content/meetings/a/other.png'));
  const name = 'a-file-name-that-is-quite-long-and-has-no-place-to-break_it_anywhere_at_all.txt';
  writeFileSync(join(files, 'content/meetings/a', name), 'text\n');
  fixture = await serve(files);
  bare = await serve(write(join(folder, 'bare'), BARE));
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A page that keeps what goes wrong on it in `wrong`. */
async function open(options, use) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  const own = () => [sample, fixture, bare].some((site) => wrong.request.startsWith(new URL(site).origin));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    // The icon may still be on its way when the next page is opened.
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') wrong.push(`failed: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    wrong.request = request.url();
    if (!/^(data|blob|file|about):/.test(wrong.request) && !own()) wrong.push(`another host: ${wrong.request}`);
  });
  try {
    return await use(page, wrong, context);
  } finally {
    await context.close();
  }
}

/** Opens every page given, and asks `look` what is wrong with it. Nothing may be. */
async function every(pages, options, look) {
  const faults = await open(options, async (page, wrong, context) => {
    const found = [];
    for (const [name, address] of pages) {
      wrong.length = 0;
      await page.goto(address, { waitUntil: 'load' });
      const more = (await look(page, address, context)) ?? [];
      found.push(...[...wrong, ...more].map((fault) => `${name} (${address.replace(/^\w+:\/\/[^/]*/, '')}): ${fault}`));
    }
    return found;
  });
  none(faults);
}

/** Nothing may be wrong: each fault is a line. */
function none(faults) {
  const lines = [...new Set(faults)];
  const more = lines.length > 40 ? `\n  and ${lines.length - 40} more` : '';
  assert.ok(lines.length === 0, `${lines.length} faults:\n  ${lines.slice(0, 40).join('\n  ')}${more}`);
}

const on = (site, pages) => Object.entries(pages).map(([name, path]) => [name, site + path]);
const samplePages = () => on(sample, KINDS);
const allPages = () => [...samplePages(), ...on(fixture, FIXTURE_PAGES), ...on(bare, BARE_PAGES)];

/** In the page: what sticks out to the side. */
function wide() {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const out = [...document.body.querySelectorAll('*')].filter((element) => {
    const box = element.getBoundingClientRect();
    const scrolls = (up) => up && (['auto', 'scroll', 'hidden'].includes(getComputedStyle(up).overflowX)
      || scrolls(up.parentElement));
    return box.width > 0 && box.right > root.clientWidth + 0.5 && !scrolls(element.parentElement);
  });
  const names = out.slice(0, 5).map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`);
  return [`scrolls sideways: ${root.scrollWidth} px in ${root.clientWidth} px: ${names.join(' ')}`];
}

/** In the page: what is wrong with its structure. */
function structure() {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (element) => element.outerHTML.slice(0, 120);
  const count = (selector, number) => {
    const found = all(selector).length;
    if (found !== number) faults.push(`${found} of ${selector}, not ${number}`);
  };
  count('h1', 1);
  count('main', 1);
  count('title', 1);
  count('meta[name=viewport]', 1);
  count('link[rel=canonical]', 1);
  if (!document.documentElement.lang) faults.push('no lang');
  if (!document.title.trim()) faults.push('no title');
  if (document.doctype?.name !== 'html') faults.push('no doctype');

  let level = 0;
  for (const heading of all('h1, h2, h3, h4, h5, h6')) {
    const own = Number(heading.localName[1]);
    if (own > level + 1) faults.push(`h${own} after h${level}: ${heading.textContent.trim()}`);
    if (!heading.textContent.trim()) faults.push(`empty heading: ${shown(heading)}`);
    level = own;
  }
  for (const element of all('[style]')) faults.push(`inline style: ${shown(element)}`);
  for (const element of all('style')) faults.push(`inline style: ${shown(element)}`);
  for (const element of all('script:not([src])')) faults.push(`inline script: ${shown(element)}`);
  for (const element of all('*')) {
    for (const { name } of element.attributes) if (name.startsWith('on')) faults.push(`${name}: ${shown(element)}`);
  }
  for (const image of all('img')) {
    for (const name of ['alt', 'width', 'height']) {
      if (!image.hasAttribute(name)) faults.push(`image without ${name}: ${shown(image)}`);
    }
    if (!image.naturalWidth) faults.push(`broken image: ${shown(image)}`);
  }
  for (const link of all('a[href], button')) {
    const name = link.textContent.trim() || link.getAttribute('aria-label');
    if (!name) faults.push(`a link without words: ${shown(link)}`);
  }
  const ids = all('[id]').map((element) => element.id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length) faults.push(`the same id twice: ${twice.join(' ')}`);
  for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for']) {
    for (const element of all(`[${name}]`)) {
      const lost = element.getAttribute(name).split(/\s+/).filter((id) => !ids.includes(id));
      if (lost.length) faults.push(`${name} names nothing: ${lost.join(' ')}`);
    }
  }
  for (const element of all('use')) {
    const id = element.getAttribute('href').slice(1);
    if (!ids.includes(id)) faults.push(`<use> names nothing: ${id}`);
  }
  for (const element of all('nav')) {
    if (!element.getAttribute('aria-label') && !element.getAttribute('aria-labelledby')) faults.push(`nav without a name: ${shown(element)}`);
  }
  for (const svg of all('svg')) {
    const named = svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label');
    if (!named && svg.getAttribute('aria-hidden') !== 'true' && !svg.closest('[aria-hidden=true]')) faults.push(`a drawing without words: ${shown(svg)}`);
  }
  for (const list of all('ul, ol')) {
    const odd = [...list.children].find((child) => child.localName !== 'li');
    if (odd) faults.push(`in a list: ${shown(odd)}`);
  }
  for (const inner of all('a a, a button, button a, p p')) faults.push(`nested: ${shown(inner)}`);
  // The parser mends what was not written well; a message of the templates would show.
  if (/\{\{|\{%|undefined|\[object/.test(document.body.textContent)) faults.push('template code in the text');
  return faults;
}

/** In the page: text that is too faint (WCAG 2.2, 1.4.3). */
function faint() {
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const parts = (color) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = color;
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = paint.getImageData(0, 0, 1, 1).data;
    return { color: [red, green, blue], alpha: alpha / 255 };
  };
  const light = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let up = element; up; up = up.parentElement) {
      const { color, alpha } = parts(getComputedStyle(up).backgroundColor);
      if (alpha > 0.99) return color;
    }
    return [255, 255, 255];
  };
  const found = new Map();
  for (const element of document.body.querySelectorAll('*')) {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!text || element.closest('svg') || !element.checkVisibility({ visibilityProperty: true })) continue;
    const [front, back] = [light(parts(getComputedStyle(element).color).color), light(ground(element))];
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    const name = `${element.localName}.${element.className}`;
    if (ratio < 4.5) found.set(name, `${name} has a contrast of ${ratio.toFixed(2)}: ${element.textContent.trim().slice(0, 40)}`);
  }
  return [...found.values()];
}

/** In the page: an HTML text's links, anchors and files. */
function read({ html, address }) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const base = parsed.createElement('base');
  base.href = address;
  parsed.head.prepend(base);
  const all = (selector, name) => [...parsed.querySelectorAll(selector)].map((element) => element[name]);
  return {
    ids: all('[id]', 'id'),
    links: all('a[href]', 'href'),
    heads: all('link[href]', 'href'),
    files: [...all('img', 'src'), ...all('script[src]', 'src'), ...all('source[src]', 'src')],
    refresh: all('meta[http-equiv=refresh]', 'content').map((text) => new URL(text.split('url=')[1], address).href),
  };
}

/** Follows every link of a site from its front page; gives back what was found, and the faults. */
async function crawl(page, site, host) {
  const start = `${site}/`;
  const pages = new Map();
  const asked = new Map();
  const faults = [];
  const queue = [[start, 'the start']];
  const anchors = [];
  const local = (address) => (address.startsWith(host) ? start + address.slice(host.length) : address);
  while (queue.length) {
    const [address, from] = queue.shift();
    if (asked.has(address)) continue;
    const response = await fetch(address, { redirect: 'manual' });
    asked.set(address, response.status);
    const path = address.slice(site.length);
    if (response.status !== 200) {
      faults.push(`${from} leads to ${path}, which answers ${response.status}`);
      continue;
    }
    const type = response.headers.get('content-type') ?? '';
    const text = await response.text();
    if (/xml/.test(type)) {
      const error = await page.evaluate((xml) => new DOMParser().parseFromString(xml, 'application/xml')
        .querySelector('parsererror')?.textContent ?? '', text);
      if (error) faults.push(`${path} is not well-formed: ${error}`);
      const places = [...text.matchAll(/<loc>([^<]*)<\/loc>|href="([^"]*)"/g)].map((match) => match[1] ?? match[2]);
      places.filter((place) => place.startsWith(host)).forEach((place) => queue.push([local(place).split('#')[0], path]));
    }
    if (!type.startsWith('text/html')) continue;
    const found = await page.evaluate(read, { html: text, address });
    pages.set(address, found);
    for (const link of [...found.links, ...found.heads, ...found.files, ...found.refresh]) {
      const target = new URL(local(link));
      if (!target.href.startsWith(start)) {
        if (target.origin === new URL(site).origin) faults.push(`${path} leads out of the site: ${link}`);
        continue;
      }
      if (target.hash) anchors.push([path, target.href]);
      target.hash = '';
      queue.push([target.href, path]);
    }
  }
  for (const [path, link] of anchors) {
    const target = new URL(link);
    const anchor = decodeURIComponent(target.hash.slice(1));
    target.hash = '';
    const there = pages.get(target.href);
    if (there && !there.ids.includes(anchor)) faults.push(`${path} leads to ${link.slice(site.length)}, and no #${anchor} is there`);
  }
  return { pages, asked, faults: [...new Set(faults)] };
}

describe('pages in a browser', { timeout: 600_000 }, () => {
  for (const width of [1280, 390, 320]) {
    test(`every kind of page opens at ${width} px, without an error, another host or a sideways scroll`, async () => {
      await every(allPages(), { viewport: { width, height: 800 } }, (page) => page.evaluate(wide));
    });
  }

  test('every page has one h1, a main part, a language, headings in order and nothing inline', async () => {
    await every(allPages(), {}, (page) => page.evaluate(structure));
  });

  test('text stands out from its ground, by day and by night', async () => {
    for (const colorScheme of ['light', 'dark']) {
      await every(allPages(), { colorScheme }, (page) => page.evaluate(faint));
    }
  });

  test('without JavaScript every page reads in full', async () => {
    const words = () => {
      document.querySelectorAll('[data-script]').forEach((control) => { control.hidden = true; });
      return document.querySelector('main').innerText;
    };
    const texts = new Map();
    await every(allPages(), {}, async (page, address) => { texts.set(address, await page.evaluate(words)); });
    await every(allPages(), { javaScriptEnabled: false }, async (page, address) => {
      const text = await page.evaluate(words);
      return text === texts.get(address) && text.trim() ? [] : ['reads differently'];
    });
  });

  test('without JavaScript the menu of a phone opens and leads on', async () => {
    await open({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, async (page, wrong) => {
      await page.goto(`${sample}/about/`);
      const menu = page.locator('.menubar nav');
      assert.equal(await menu.isVisible(), false);
      await page.locator('.menubar summary').click();
      assert.equal(await menu.isVisible(), true);
      await menu.getByRole('link', { name: 'Meetings', exact: true }).click();
      await page.waitForURL(`${sample}/meetings/`);
      assert.equal(await page.locator('h1').isVisible(), true);
      none(wrong);
    });
  });

  test('on a desktop the menu stands open and marks where the reader is', async () => {
    await open({}, async (page) => {
      await page.goto(`${sample}/meetings/`);
      assert.equal(await page.locator('.menubar nav').isVisible(), true);
      assert.equal(await page.locator('.menubar nav [aria-current]').innerText(), 'Meetings');
    });
  });

  test('the first Tab reaches a link that skips to the main part', async () => {
    await open({}, async (page) => {
      await page.goto(`${sample}/meetings/`);
      await page.keyboard.press('Tab');
      const first = page.locator(':focus');
      assert.equal(await first.getAttribute('href'), '#main');
      const box = await first.boundingBox();
      assert.ok(box.y >= 0 && box.x >= 0, 'the link is seen once it has the focus');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    });
  });

  test('Tab reaches every link and button that is seen, in order, and shows where it is', async () => {
    for (const [path, width] of [['/', 1280], ['/meetings/2020-01-17-annual-debriefing/', 1280], ['/', 390]]) {
      await open({ viewport: { width, height: 800 } }, async (page) => {
        await page.goto(sample + path);
        const wanted = await page.evaluate(() => {
          const all = [...document.querySelectorAll('a[href], button, summary')];
          const seen = all.filter((element) => element.checkVisibility({ visibilityProperty: true }));
          seen.forEach((element, index) => { element.dataset.place = index; });
          return seen.length;
        });
        const reached = [];
        const bare = [];
        for (let step = 0; step < wanted; step += 1) {
          await page.keyboard.press('Tab');
          const [place, outline, words] = await page.evaluate(() => {
            const element = document.activeElement;
            const style = getComputedStyle(element);
            return [Number(element.dataset.place), parseFloat(style.outlineWidth) * (style.outlineStyle !== 'none'),
              element.textContent.trim()];
          });
          reached.push(place);
          if (!(outline >= 2)) bare.push(words);
        }
        assert.deepEqual(reached, [...Array(wanted).keys()], `the order on ${path} at ${width} px`);
        assert.deepEqual(bare, [], `links on ${path} at ${width} px that do not show the focus`);
      });
    }
  });

  test('a dark screen gets a dark page, and a reader may choose and keep another', async () => {
    const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const [light, dark] = await Promise.all(['light', 'dark'].map((colorScheme) => open({ colorScheme }, async (page) => {
      await page.goto(`${sample}/`);
      return ground(page);
    })));
    assert.notEqual(light, dark);
    await open({ colorScheme: 'dark' }, async (page, wrong) => {
      await page.goto(`${sample}/`);
      await page.locator('.utility').getByRole('button', { name: 'Light' }).click();
      assert.equal(await ground(page), light);
      await page.goto(`${sample}/meetings/`);
      assert.equal(await ground(page), light);
      assert.equal(await page.locator('.utility button[data-theme=light]').getAttribute('aria-pressed'), 'true');
      none(wrong);
    });
    await open({ colorScheme: 'dark', javaScriptEnabled: false }, async (page) => {
      await page.goto(`${sample}/`);
      assert.equal(await ground(page), dark);
    });
  });

  test('larger text makes the text larger, and nothing is lost', async () => {
    const size = () => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize);
    await open({ viewport: { width: 390, height: 800 } }, async (page, wrong) => {
      await page.goto(`${sample}/meetings/2020-01-17-annual-debriefing/`);
      const before = await page.evaluate(size);
      await page.locator('.menubar summary').click();
      await page.locator('.menubar button[data-size=large]').click();
      assert.ok(await page.evaluate(size) > before);
      none(wrong);
    });
    await every(allPages(), { viewport: { width: 320, height: 800 } }, async (page) => {
      await page.evaluate(() => { document.documentElement.dataset.size = 'large'; });
      return page.evaluate(wide);
    });
  });

  test('a phone loads smaller photos than a large screen, and only what comes into view', async () => {
    const shown = async (options) => open(options, async (page, wrong) => {
      const address = `${fixture}/meetings/a/`;
      await page.goto(address, { waitUntil: 'load' });
      const lead = await page.$eval('figure.photo img', (image) => [image.currentSrc.split('/').pop(), image.clientWidth]);
      const other = await page.$eval('.photos img', (image) => image.loading);
      await page.locator('.photos img').scrollIntoViewIfNeeded();
      await page.waitForFunction(() => document.querySelector('.photos img').complete);
      none(wrong);
      assert.equal(other, 'lazy');
      return lead;
    });
    assert.deepEqual(await shown({ viewport: { width: 390, height: 800 } }), ['hall.png.480.webp', 358]);
    const sharp = await shown({ viewport: { width: 390, height: 800 }, deviceScaleFactor: 2 });
    assert.deepEqual(sharp, ['hall.png.960.webp', 358]);
    assert.deepEqual(await shown({ viewport: { width: 1280, height: 1200 } }), ['hall.png.960.webp', 712]);
  });

  test('text at twice its size, as a reader sets it in the browser, reflows', async () => {
    const profile = join(folder, 'profile');
    mkdirSync(join(profile, 'Default'), { recursive: true });
    const preferences = { webkit: { webprefs: { default_font_size: 32, default_fixed_font_size: 26 } } };
    writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM, args: ARGUMENTS, viewport: { width: 1280, height: 800 },
    });
    try {
      const page = await context.newPage();
      const faults = [];
      for (const width of [1280, 640]) {
        await page.setViewportSize({ width, height: 800 });
        for (const [name, address] of allPages()) {
          await page.goto(address, { waitUntil: 'load' });
          const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
          assert.equal(size, '32px', 'the browser takes the size from its settings');
          faults.push(...(await page.evaluate(wide)).map((fault) => `${name} at ${width} px: ${fault}`));
        }
      }
      none(faults);
    } finally {
      await context.close();
    }
  });

  test('every link of the sample site leads to a page that is there, and every anchor is in it', async () => {
    await open({}, async (page) => {
      const { pages, asked, faults } = await crawl(page, sample, 'https://example.org/');
      none(faults);
      for (const path of Object.values(KINDS).filter((path) => path !== '/404.html')) {
        assert.ok(pages.has(sample + path), `no link leads to ${path}`);
      }
      assert.ok(pages.size > 60 && asked.size > pages.size, `${pages.size} pages of ${asked.size} addresses`);
    });
  });

  test('every page of the sitemap is linked to by another page', async () => {
    const lost = [];
    for (const [site, host] of [[sample, 'https://example.org/'], [fixture, 'https://example.org/records/']]) {
      await open({}, async (page) => {
        const { pages } = await crawl(page, site, host);
        const linked = new Set([...pages.entries()].flatMap(([from, found]) => found.links
          .map((link) => link.split('#')[0]).filter((link) => link !== from)));
        const index = await (await fetch(`${site}/sitemap.xml`)).text();
        const places = (text) => [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1].replace(host, `${site}/`));
        const parts = await Promise.all(places(index).map(async (part) => (await fetch(part)).text()));
        const listed = parts.flatMap(places);
        assert.ok(listed.length > 10);
        // A filter keeps its address while nothing meets it, and is not linked to then.
        const idle = (address) => /\/commitments\/[^/]+\/$/.test(address);
        lost.push(...listed.filter((address) => !linked.has(address) && !idle(address)));
      });
    }
    none(lost);
  });

  test('links hold on a site with two languages below a path', async () => {
    await open({}, async (page) => {
      const { pages, faults } = await crawl(page, fixture, 'https://example.org/records/');
      none(faults);
      for (const path of Object.values(FIXTURE_PAGES)) assert.ok(pages.has(fixture + path), `no link leads to ${path}`);
      assert.equal((await fetch(`${fixture}/old/a/`)).status, 200);
      await page.goto(`${fixture}/old/a/`);
      await page.waitForURL(`${fixture}/meetings/a/`);
    });
  });

  test('the language link leads to the same record in the other language', async () => {
    await open({}, async (page) => {
      await page.goto(`${fixture}/meetings/a/`);
      await page.locator('.utility .languages a[hreflang|=zh]').click();
      await page.waitForURL(`${fixture}/zh-hans/meetings/a/`);
      assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-Hans');
    });
  });

  test('an address that is not there gets the page that says so, with its style and its links', async () => {
    for (const site of [sample, fixture]) {
      const address = `${site}/no/such/page/`;
      assert.equal((await fetch(address)).status, 404);
      await open({}, async (page) => {
        const files = [];
        page.on('response', (response) => { if (response.url() !== address) files.push([response.status(), response.url()]); });
        await page.goto(address, { waitUntil: 'load' });
        assert.ok(files.length >= 2, 'the style and the script are asked for');
        assert.deepEqual(files.filter(([status]) => status !== 200), []);
        await page.locator('main a').first().click();
        await page.waitForLoadState();
        assert.ok(page.url().startsWith(`${site}/`) && !page.url().includes('/no/'), page.url());
      });
    }
  });

  test("a policy that allows only the site's own files breaks nothing", async () => {
    const faults = [];
    const policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    await open({}, async (page, wrong, context) => {
      await context.route('**/*', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
      });
      for (const [name, address] of allPages()) {
        wrong.length = 0;
        await page.goto(address, { waitUntil: 'load' });
        const works = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--paper').trim() !== ''
          && !document.querySelector('[data-script][hidden]:not([data-copy])'));
        faults.push(...wrong.map((fault) => `${name}: ${fault}`), ...(works ? [] : [`${name}: no style or no script`]));
      }
      await context.unrouteAll({ behavior: 'ignoreErrors' });
    });
    none(faults);
  });

  test('a portable site opens from a disk, and its links can be followed', async () => {
    const output = join(folder, 'portable site');
    execFileSync(PROGRAM, ['build', '--portable', '--root', ROOT, '--output', output, '--today', TODAY, '--quiet'], { stdio: 'pipe' });
    const files = readdirSync(output, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    const there = new Set(files.map((file) => pathToFileURL(file).href));
    const faults = [];
    await open({}, async (page, wrong) => {
      const ids = new Map();
      const links = [];
      for (const file of files.filter((file) => file.endsWith('.html'))) {
        const address = pathToFileURL(file).href;
        const found = await page.evaluate(read, { html: readFileSync(file, 'utf8'), address });
        ids.set(address, found.ids);
        // The page for what is not there is only ever shown by a server.
        if (basename(file) === '404.html') continue;
        [...found.links, ...found.heads, ...found.files].filter((link) => link.startsWith('file:'))
          .forEach((link) => links.push([relative(output, file).replaceAll(sep, '/'), link]));
      }
      assert.ok(links.length > 1000, `${links.length} links`);
      for (const [from, link] of links) {
        const [address, anchor] = link.replace(/\?[^#]*/, '').split('#');
        if (!there.has(address)) faults.push(`${from} leads to ${link}`);
        else if (anchor && !ids.get(address)?.includes(decodeURIComponent(anchor))) faults.push(`${from}: no anchor ${link}`);
      }
      none(faults);

      await page.goto(pathToFileURL(join(output, 'index.html')).href);
      assert.notEqual(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--paper')), '');
      await page.locator('.menubar nav').getByRole('link', { name: 'Meetings', exact: true }).click();
      await page.waitForURL(pathToFileURL(join(output, 'meetings/index.html')).href);
      await page.locator('main h3 a').first().click();
      await page.waitForURL(/meetings\/[^/]+\/index\.html$/);
      await page.locator('.masthead .name a').click();
      await page.waitForURL(pathToFileURL(join(output, 'index.html')).href);
      none(wrong);
    });
  });

  test('on paper every page is whole: no menu, no cut, dark on white', async () => {
    // 178 mm: what the margins leave of A4.
    await every(allPages(), { viewport: { width: 673, height: 1000 }, colorScheme: 'dark' }, async (page) => {
      const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
      const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const faults = await page.evaluate(wide);
      if (!pdf.subarray(0, 5).equals(Buffer.from('%PDF-')) || sheets < 1) faults.push('no sheet is printed');
      if (sheets > 40) faults.push(`${sheets} sheets are printed`);
      faults.push(...await page.evaluate(() => {
        const seen = (selector) => [...document.querySelectorAll(selector)]
          .some((element) => element.checkVisibility({ visibilityProperty: true }));
        const found = [];
        if (seen('.menubar nav, .utility, .skip, button')) found.push('controls are printed');
        if (!seen('h1') || !seen('main')) found.push('the text is not printed');
        const { color, backgroundColor } = getComputedStyle(document.documentElement);
        if (color !== 'rgb(0, 0, 0)' || backgroundColor !== 'rgb(255, 255, 255)') found.push(`${color} on ${backgroundColor}`);
        return found;
      }));
      await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
      return faults;
    });
  });
});
