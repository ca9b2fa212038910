// Where links lead to.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { crawl, read } from './crawl.mjs';
import { PROGRAM, ROOT, TODAY, build } from './built.mjs';
import { none } from './none.mjs';
import { folder, open, sites } from './site.mjs';
import { FIXTURE_PAGES, KINDS } from './sites.mjs';

describe('links', { timeout: 600_000 }, () => {
  test('every link of the sample site leads to a page that is there, and every anchor is in it', async () => {
    await open({}, async (page) => {
      const { pages, asked, faults } = await crawl(page, sites.sample, 'https://example.org/');
      none(faults);
      for (const path of Object.values(KINDS).filter((path) => path !== '/404.html')) {
        assert.ok(pages.has(sites.sample + path), `no link leads to ${path}`);
      }
      assert.ok(pages.size > 60 && asked.size > pages.size, `${pages.size} pages of ${asked.size} addresses`);
    });
  });

  test('every page of the sitemap is linked to by another page', async () => {
    const lost = [];
    for (const [site, host] of [[sites.sample, 'https://example.org/'], [sites.fixture, 'https://example.org/records/']]) {
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
      const { pages, faults } = await crawl(page, sites.fixture, 'https://example.org/records/');
      none(faults);
      for (const path of Object.values(FIXTURE_PAGES)) assert.ok(pages.has(sites.fixture + path), `no link leads to ${path}`);
      assert.equal((await fetch(`${sites.fixture}/old/a/`)).status, 200);
      await page.goto(`${sites.fixture}/old/a/`);
      await page.waitForURL(`${sites.fixture}/meetings/a/`);
    });
  });

  test('the language link leads to the same record in the other language', async () => {
    await open({}, async (page) => {
      await page.goto(`${sites.fixture}/meetings/a/`);
      await page.locator('.utility .languages a[hreflang|=zh]').click();
      await page.waitForURL(`${sites.fixture}/zh-hans/meetings/a/`);
      assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-Hans');
    });
  });

  test('an address that is not there gets the page that says so, with its style and its links', async () => {
    for (const site of [sites.sample, sites.fixture]) {
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

  test('a portable site opens from a disk, and its links can be followed', async () => {
    const output = join(folder, 'portable site');
    await build(ROOT, output, '--portable');
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

  test("the program's own server shows what a build writes, and the page for what is not there", async () => {
    const program = spawn(PROGRAM, ['serve', '--port', '0', '--root', ROOT, '--today', TODAY, '--color', 'never']);
    try {
      sites.served = await new Promise((found, failed) => {
        let told = '';
        program.stdout.on('data', (data) => {
          told += data;
          const address = /http:\/\/\S+/.exec(told);
          if (address) found(address[0].replace(/\/$/, ''));
        });
        program.on('error', failed);
        program.on('exit', (status) => failed(new Error(`serve ended with ${status}\n${told}`)));
      });
      // A program waits until the records are read; a browser is shown that they are.
      await fetch(sites.served);
      const words = () => document.body.innerText;
      await open({}, async (page, wrong) => {
        for (const path of ['/about/', '/zh-hans/meetings/2023-02-24-annual-debriefing/', '/404.html']) {
          await page.goto(sites.sample + path, { waitUntil: 'load' });
          const written = await page.evaluate(words);
          await page.goto(sites.served + path, { waitUntil: 'load' });
          assert.equal(await page.evaluate(words), written, path);
        }
        none(wrong);
        assert.equal((await page.goto(`${sites.served}/no/such/page/`)).status(), 404);
      });
    } finally {
      program.kill();
    }
  });
});
