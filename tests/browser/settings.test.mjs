// What readers set for themselves: colors, the size of the text, no scripts.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { ARGUMENTS, CHROMIUM } from './chromium.mjs';
import { clipped, wide } from './look.mjs';
import { none } from './none.mjs';
import { allPages, every, folder, open, plainPages, sites, streetPages } from './site.mjs';

describe('what readers set', { timeout: 600_000 }, () => {
  test('a dark screen gets a dark page, and a reader may choose and keep another', async () => {
    const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const [light, dark] = await Promise.all(['light', 'dark'].map((colorScheme) => open({ colorScheme }, async (page) => {
      await page.goto(`${sites.sample}/`);
      return ground(page);
    })));
    assert.notEqual(light, dark);
    await open({ colorScheme: 'dark' }, async (page, wrong) => {
      await page.goto(`${sites.sample}/`);
      await page.locator('.utility').getByRole('button', { name: 'Light' }).click();
      assert.equal(await ground(page), light);
      await page.goto(`${sites.sample}/meetings/`);
      assert.equal(await ground(page), light);
      assert.equal(await page.locator('.utility button[data-theme=light]').getAttribute('aria-pressed'), 'true');
      none(wrong);
    });
    await open({ colorScheme: 'dark', javaScriptEnabled: false }, async (page) => {
      await page.goto(`${sites.sample}/`);
      assert.equal(await ground(page), dark);
    });
  });

  test('larger text makes the text larger', async () => {
    const size = () => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize);
    await open({ viewport: { width: 390, height: 800 } }, async (page, wrong) => {
      await page.goto(`${sites.sample}/meetings/2020-01-17-annual-debriefing/`);
      const before = await page.evaluate(size);
      await page.locator('.menubar summary').click();
      await page.locator('.menubar button[data-size=large]').click();
      assert.ok(await page.evaluate(size) > before);
      none(wrong);
    });
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
      const faults = [];
      const queue = allPages();
      const lane = async () => {
        const page = await context.newPage();
        for (let next = queue.shift(); next; next = queue.shift()) {
          const [name, address] = next;
          await page.goto(address, { waitUntil: 'load' });
          for (const width of [1280, 640]) {
            await page.setViewportSize({ width, height: 800 });
            const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
            assert.equal(size, '32px', 'the browser takes the size from its settings');
            const found = [...await page.evaluate(wide), ...await page.evaluate(clipped)];
            faults.push(...found.map((fault) => `${name} at ${width} px: ${fault}`));
          }
        }
      };
      await Promise.all([lane(), lane()]);
      none(faults);
    } finally {
      await context.close();
    }
  });

  test('without JavaScript every page reads in full', async () => {
    const words = () => {
      document.querySelectorAll('[data-script]').forEach((control) => { control.hidden = true; });
      return document.querySelector('main').innerText;
    };
    const texts = new Map();
    await every(streetPages(), {}, async (page, address) => { texts.set(address, await page.evaluate(words)); });
    await every(streetPages(), { javaScriptEnabled: false }, async (page, address) => {
      const text = await page.evaluate(words);
      return text === texts.get(address) && text.trim() ? [] : ['reads differently'];
    });
    // The other theme has none at all.
    const scripted = await Promise.all(plainPages().map(async ([name, address]) => (
      (await (await fetch(address)).text()).includes('<script') ? [`${name} has a script`] : [])));
    none(scripted.flat());
  });
});
