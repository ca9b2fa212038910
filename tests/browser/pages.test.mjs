// Every kind of page in both languages and both themes: wide and narrow, by day and by night, on paper.

import { describe, test } from 'node:test';
import { clipped, hidden, printed, structure, wide } from './look.mjs';
import { allPages, every, streetPages } from './site.mjs';

/** What is wrong, with where it is. */
const at = (where, faults) => faults.map((fault) => `${where}: ${fault}`);

async function byDayAndNight(page) {
  const faults = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    faults.push(...at(colorScheme, [...await page.evaluate(wide), ...await page.evaluate(clipped)]));
  }
  return faults;
}

describe('every kind of page', { timeout: 600_000 }, () => {
  test('opens on a desktop without an error or another host, and is well made', async () => {
    await every(allPages(), { viewport: { width: 1280, height: 800 } }, async (page) => {
      const faults = [...await byDayAndNight(page), ...await page.evaluate(structure)];
      await page.emulateMedia({ forcedColors: 'active' });
      faults.push(...at('forced colors', await page.evaluate(hidden)));
      await page.emulateMedia({ forcedColors: 'none' });
      return faults;
    });
  });

  test('opens on a phone, and fits the narrowest with larger text too', async () => {
    await every(allPages(), { viewport: { width: 390, height: 800 } }, async (page) => {
      const faults = await byDayAndNight(page);
      await page.setViewportSize({ width: 320, height: 568 });
      faults.push(...at('320 px', await page.evaluate(wide)));
      await page.evaluate(() => { document.documentElement.dataset.size = 'large'; });
      faults.push(...at('320 px, larger text', await page.evaluate(wide)));
      await page.setViewportSize({ width: 390, height: 800 });
      return faults;
    });
  });

  test('is whole on paper: no menu, no cut, dark on white', async () => {
    // 178 mm: what the margins leave of A4.
    const options = { viewport: { width: 673, height: 1000 }, colorScheme: 'dark' };
    const sheets = async (page) => {
      const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
      const count = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
      return count >= 1 && count <= 40 ? [] : [`${count} sheets are printed`];
    };
    const isLong = new Set(streetPages().filter(([, address]) => !address.includes('/zh-hans/')).map(([, address]) => address));
    await every(streetPages(), options, async (page, address) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const faults = [...await page.evaluate(wide), ...await page.evaluate(printed)];
      await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
      return isLong.has(address) ? [...faults, ...await sheets(page)] : faults;
    });
  });
});
