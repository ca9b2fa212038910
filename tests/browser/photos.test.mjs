// Which of a photo's sizes a screen loads.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { none } from './none.mjs';
import { open, sites } from './site.mjs';

describe('a photo', { timeout: 300_000 }, () => {
  test('is loaded smaller by a phone than by a large screen, and only when it comes into view', async () => {
    const shown = async (options) => open(options, async (page, wrong) => {
      await page.goto(`${sites.fixture}/meetings/a/`, { waitUntil: 'load' });
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
});
