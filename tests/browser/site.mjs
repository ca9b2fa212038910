// The sites that the tests look at, served, and the browser that looks.
//
// A site is served from the files that a build writes, with a policy that allows nothing but the site's own
// files: what breaks it is an error on the browser's console, and so a fault of every test.

import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { buildAll } from './built.mjs';
import { ARGUMENTS, CHROMIUM } from './chromium.mjs';
import { none } from './none.mjs';
import { BARE_PAGES, FIXTURE_PAGES, KINDS, SEARCH } from './sites.mjs';

const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'";

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.webp': 'image/webp', '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
};

/** How many pages are open at a time. */
const LANES = 2;

/** The addresses of the sites without the last slash: the sample site and two small ones, and the first two again in the theme `plain`. */
export const sites = {};
export let browser;
/** A folder that goes when the tests are over. */
export let folder;
const servers = [];

before(async () => {
  const built = await buildAll();
  folder = built.folder;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  for (const { name, prefix, pages } of built.sites) sites[name] = await served(pages, prefix);
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  servers.forEach((server) => { server.closeAllConnections(); server.close(); });
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Serves files below `prefix`, as a plain server for files does; gives back the address without the last slash. */
async function served(pages, prefix) {
  const answer = (request, response) => {
    const { pathname } = new URL(request.url, 'http://127.0.0.1');
    const path = decodeURIComponent(pathname);
    const send = (status, file) => {
      const bytes = readFileSync(join(pages, file));
      response.writeHead(status, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
      });
      response.end(bytes);
    };
    try {
      if (!path.startsWith(`${prefix}/`) || path.includes('..')) throw new Error('not of this site');
      send(200, path.slice(prefix.length) + (path.endsWith('/') ? 'index.html' : ''));
    } catch {
      send(404, '404.html');
    }
  };
  const server = createServer(answer);
  servers.push(server);
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  return `http://127.0.0.1:${server.address().port}${prefix}`;
}

/** A page that keeps what goes wrong on it in `wrong`. */
export async function open(options, use) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  const hosts = Object.values(sites).map((site) => new URL(site).origin);
  const isOwn = (address) => /^(data|blob|file|about):/.test(address) || hosts.some((host) => address.startsWith(`${host}/`));
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
    if (!isOwn(request.url())) wrong.push(`another host: ${request.url()}`);
  });
  try {
    return await use(page, wrong, context);
  } finally {
    await context.close();
  }
}

/** Opens every page given, and asks `look` what is wrong with it. Nothing may be. */
export async function every(pages, options, look) {
  const queue = [...pages.entries()];
  const faults = pages.map(() => []);
  const lane = () => open(options, async (page, wrong, context) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [place, [name, address]] = next;
      wrong.length = 0;
      await page.goto(address, { waitUntil: 'load' });
      const more = (await look(page, address, context)) ?? [];
      faults[place] = [...wrong, ...more].map((fault) => `${name} (${address.replace(/^\w+:\/\/[^/]*/, '')}): ${fault}`);
    }
  });
  await Promise.all(Array.from({ length: LANES }, lane));
  none(faults.flat());
}

const on = (site, pages) => Object.entries(pages).map(([name, path]) => [name, site + path]);

/** Every kind of page of a site in both of its languages; there is one page for what is not there. */
const inBoth = (site) => [
  ...on(site, KINDS),
  ...on(`${site}/zh-hans`, KINDS).filter(([, address]) => !address.endsWith('/404.html'))
    .map(([name, address]) => [`${name} in Chinese`, address]),
];

export const samplePages = () => on(sites.sample, KINDS);
/** Every kind of page in the default theme. */
export const streetPages = () => [
  ...inBoth(sites.sample), ...on(sites.fixture, FIXTURE_PAGES), ...on(sites.bare, BARE_PAGES),
];
/** The same in the theme `plain`; the small site has its Chinese pages. */
export const plainPages = () => [
  ...on(sites.plain, KINDS).map(([name, address]) => [`${name}, plain`, address]),
  ...on(sites.plainFixture, FIXTURE_PAGES).map(([name, address]) => [`${name}, plain`, address]),
];
export const searchPages = () => [...on(sites.sample, SEARCH), ...on(`${sites.sample}/zh-hans`, SEARCH)];
export const allPages = () => [...streetPages(), ...searchPages(), ...plainPages()];
