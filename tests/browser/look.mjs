// What is asked of a page from inside: each function runs in the browser, and gives back faults.

/** In the page: what sticks out to the side. */
export function wide() {
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
export async function structure() {
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
  // Those below the screen are not loaded yet.
  await Promise.all(all('img').map((image) => { image.loading = 'eager'; return image.decode().catch(() => {}); }));
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

/** In the page: words that are cut off by the box that they stand in. */
export function clipped() {
  const cuts = (value) => ['hidden', 'clip'].includes(value);
  const faults = [];
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    // What is a pixel in size is there for those who listen.
    if (element.clientWidth <= 1 || element.closest('svg')) continue;
    const isWide = cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const isHigh = cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (isWide || isHigh) faults.push(`cut off: ${element.outerHTML.slice(0, 120)}`);
  }
  return faults;
}

/** In the page, in forced colors: what has the color of its ground. */
export function hidden() {
  const canvas = getComputedStyle(document.documentElement).backgroundColor;
  const faults = [];
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
  const holdsText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  for (const element of document.body.querySelectorAll('*')) {
    if (!isSeen(element) || element.closest('svg')) continue;
    const { color, backgroundColor } = getComputedStyle(element);
    if (holdsText(element) && (color === backgroundColor || (color === canvas && /, 0\)$/.test(backgroundColor)))) {
      faults.push(`a word in the color of its ground: ${element.outerHTML.slice(0, 120)}`);
    }
  }
  const shapes = 'rect, path, circle, line, use';
  for (const svg of document.querySelectorAll('svg')) {
    if (!isSeen(svg) || !svg.querySelector(shapes)) continue;
    const shows = (element) => {
      const { fill, stroke, outlineStyle, color } = getComputedStyle(element);
      const differs = (paint) => paint !== 'none' && paint !== canvas;
      // A sign that is used here is drawn in the color of the text.
      const paints = element.localName === 'use' ? [color, stroke] : [fill, stroke];
      return outlineStyle !== 'none' || paints.some(differs);
    };
    if (!shows(svg) && ![...svg.querySelectorAll(shapes)].some(shows)) {
      faults.push(`a drawing in the color of its ground: ${svg.outerHTML.slice(0, 120)}`);
    }
  }
  return faults;
}

/** In the page, as it is printed: what is wrong on paper. */
export function printed() {
  const seen = (selector) => [...document.querySelectorAll(selector)]
    .some((element) => element.checkVisibility({ visibilityProperty: true }));
  const faults = [];
  if (seen('.menubar nav, .utility, .skip, button')) faults.push('controls are printed');
  if (!seen('h1') || !seen('main')) faults.push('the text is not printed');
  const { color, backgroundColor } = getComputedStyle(document.documentElement);
  if (color !== 'rgb(0, 0, 0)' || backgroundColor !== 'rgb(255, 255, 255)') faults.push(`${color} on ${backgroundColor}`);
  return faults;
}
