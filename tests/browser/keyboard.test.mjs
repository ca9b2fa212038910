// What is done with keys and with the menu.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { none } from './none.mjs';
import { every, open, samplePages, sites } from './site.mjs';

/** In the page: gives each link and control that can be reached its number; how many there are, and the first that Tab reaches. */
function number() {
  const all = [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')];
  const seen = all.filter((element) => element.checkVisibility({ visibilityProperty: true }));
  seen.forEach((element, index) => { element.dataset.place = index; });
  return { count: seen.length, first: Number(document.activeElement.dataset.place ?? -1) + 1 };
}

/** In the page: the number of what has the focus, its words, and whether it shows that. */
function focused() {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const isSeen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const isOutlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return { place: Number(element.dataset.place), words: element.textContent.trim().slice(0, 40), isSeen, isOutlined };
}

/** Goes through a page with Tab, from where the focus is. */
async function walk(page) {
  const { count, first } = await page.evaluate(number);
  const faults = [];
  for (let place = first; place < count; place += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(focused);
    if (at.place !== place) return [...faults, `Tab leads to ${at.place} (${at.words}), not to ${place}`];
    if (!at.isOutlined) faults.push(`does not show the focus: ${at.words}`);
    if (!at.isSeen) faults.push(`has the focus out of sight: ${at.words}`);
  }
  return faults;
}

describe('keys and menus', { timeout: 600_000 }, () => {
  test('Tab reaches every link and button that is seen, in order, and shows where it is', async () => {
    await every(samplePages(), {}, walk);
    await every(samplePages().slice(0, 3), { viewport: { width: 390, height: 800 } }, walk);
    await every([['a meeting, plain', `${sites.plain}/meetings/2023-02-24-annual-debriefing/`]], {}, walk);
  });

  test('in forced colors the focus is seen as well', async () => {
    await every(samplePages().slice(0, 1), { forcedColors: 'active' }, walk);
  });

  test('the first Tab reaches a link that skips to the main part', async () => {
    await open({}, async (page) => {
      await page.goto(`${sites.sample}/meetings/`);
      await page.keyboard.press('Tab');
      const first = page.locator(':focus');
      assert.equal(await first.getAttribute('href'), '#main');
      const box = await first.boundingBox();
      assert.ok(box.y >= 0 && box.x >= 0, 'the link is seen once it has the focus');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    });
  });

  test('without JavaScript the menu of a phone opens and leads on', async () => {
    await open({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, async (page, wrong) => {
      await page.goto(`${sites.sample}/about/`);
      const menu = page.locator('.menubar nav');
      assert.equal(await menu.isVisible(), false);
      await page.locator('.menubar summary').click();
      assert.equal(await menu.isVisible(), true);
      await menu.getByRole('link', { name: 'Meetings', exact: true }).click();
      await page.waitForURL(`${sites.sample}/meetings/`);
      assert.equal(await page.locator('h1').isVisible(), true);
      none(wrong);
    });
  });

  test('on a desktop the menu stands open and marks where the reader is', async () => {
    await open({}, async (page) => {
      await page.goto(`${sites.sample}/meetings/`);
      assert.equal(await page.locator('.menubar nav').isVisible(), true);
      assert.equal(await page.locator('.menubar nav [aria-current]').innerText(), 'Meetings');
    });
  });

  test('the menu of a phone opens by key, and Tab goes into it', async () => {
    await open({ viewport: { width: 390, height: 800 } }, async (page, wrong) => {
      await page.goto(`${sites.sample}/zh-hans/about/`);
      await page.locator('.menubar summary').focus();
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('.menubar nav').isVisible(), true);
      none(await walk(page));
      await page.locator('.menubar summary').focus();
      await page.keyboard.press('Space');
      assert.equal(await page.locator('.menubar nav').isVisible(), false);
      none(wrong);
    });
  });
});
