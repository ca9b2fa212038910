// Every link of a site, followed.

/** In the page: an HTML text's links, anchors and files. */
export function read({ html, address }) {
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
export async function crawl(page, site, host) {
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
