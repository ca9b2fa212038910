// The rules of WCAG 2.2, AA, that a machine can ask for, and AAA for the contrast of text (1.4.6).

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { allPages, every } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PLACES = ['scrollable-region-focusable', 'target-size'];
const COLORS = ['color-contrast', 'color-contrast-enhanced', 'link-in-text-block'];

/** In the page: what axe finds, by element. */
async function ask(options) {
  const { violations } = await window.axe.run(document, { resultTypes: ['violations'], iframes: false, preload: false, ...options });
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3)
    .map((node) => `${id}: ${node.html.slice(0, 120)}: ${node.failureSummary.split('\n').slice(1, 3).join(' ').trim()}`));
}

describe('axe finds nothing', { timeout: 600_000 }, () => {
  const all = { runOnly: { type: 'tag', values: LEVELS }, rules: { 'color-contrast-enhanced': { enabled: true } } };
  const only = (values) => ({ runOnly: { type: 'rule', values } });

  test('by day and in the colors of the night, on a desktop and on a phone', async () => {
    await every(allPages(), { colorScheme: 'light' }, async (page, address) => {
      await page.evaluate(AXE);
      const faults = await page.evaluate(ask, all);
      // What is not about color or place is the same at night, and on a phone.
      await page.emulateMedia({ colorScheme: 'dark' });
      if (!address.includes('/zh-hans/')) faults.push(...await page.evaluate(ask, only(COLORS)));
      await page.setViewportSize({ width: 390, height: 800 });
      faults.push(...await page.evaluate(ask, only(address.includes('/zh-hans/') ? [...COLORS, ...PLACES] : PLACES)));
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      return faults;
    });
  });
});
