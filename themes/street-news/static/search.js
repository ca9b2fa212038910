// Searches the record in the reader's browser. The files beside the page are loaded as a query
// needs them; each is a script that calls `minutebook(name, value)`, since a page opened from a
// disk may load nothing else. Texts are folded as `src/search/fold.rs` does it.
(() => {
  const page = document.querySelector("[data-search]");
  const words = page.dataset;
  const at = (name) => page.querySelector(`[data-at="${name}"]`);
  const form = at("form");
  const input = form.elements.q;

  // Files, each loaded once.
  const files = new Map();
  const arrived = new Map();
  window.minutebook = (name, value) => arrived.get(name)?.(value);
  const load = (name, version) => {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        arrived.set(name, resolve);
        script.src = `${name}.js${version ? `?v=${version}` : ""}`;
        script.onerror = () => { files.delete(name); reject(new Error(name)); };
        document.head.append(script);
      }));
    }
    return files.get(name);
  };

  // Letters that mean the same are alike; Han characters are found by pairs, all else by words.
  const HAN = "\\u3005-\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}";
  const LETTER = `(?![${HAN}])[\\p{Alphabetic}\\p{N}]`;
  const RUNS = new RegExp(`[${HAN}]+|(?:${LETTER})+`, "gu");
  const FIRST_HAN = new RegExp(`^[${HAN}]`, "u");
  const FIRST_LETTER = new RegExp(`^${LETTER}`, "u");
  const isHan = (text) => FIRST_HAN.test(text);
  const isLetter = (text) => FIRST_LETTER.test(text);
  // Most Han characters have no other form, and there are many of them.
  const isPlain = (c) => c < "\x80" || (c >= "\u4e00" && c <= "\u9fff");
  const foldOne = (c) => (isPlain(c) ? c : c.normalize("NFKD").replace(/[\u0300-\u036f]/g, "")).toLowerCase();
  const fold = (text) => Array.from(text, foldOne).join("");

  // What is looked for: everything between spaces, or between quotation marks.
  const parse = (query) => {
    const needles = [];
    for (const [all, quoted] of query.matchAll(/["“”「]([^"“”」]+)["“”」]|\S+/g)) {
      const runs = fold(quoted ?? all).match(RUNS);
      if (!runs) continue;
      const folded = fold(quoted ?? all).replace(/\s+/g, " ");
      const text = folded.slice(folded.indexOf(runs[0]), folded.lastIndexOf(runs.at(-1)) + runs.at(-1).length);
      const terms = runs.flatMap((run, number) => {
        if (!isHan(run)) return [{ term: run, open: number === runs.length - 1 }];
        const letters = [...run];
        return letters.slice(1).map((letter, before) => ({ term: letters[before] + letter }));
      });
      // Where one term says it all, the text need not be asked.
      needles.push({ text, terms, sure: runs.length === 1 && terms.length === 1 });
    }
    return needles;
  };

  // Numbers as `src/search.rs` writes them: distances, below 75 in one character, else in two.
  const DIGITS = "!#$%&()*+,-./0123456789:<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
  const read = (digits, hits, mark) => {
    for (let at = 0, next = 0; at < digits.length; at += 1) {
      let gap = DIGITS.indexOf(digits[at]);
      if (gap >= 75) gap = 75 + (gap - 75) * 90 + DIGITS.indexOf(digits[at += 1]);
      next += gap;
      hits[next] |= mark;
      next += 1;
    }
  };
  const readBoth = (digits, hits) => {
    const [all, titles = ""] = digits.split("'");
    read(all, hits, 1);
    read(titles, hits, 2);
  };

  // Marks the records of a part that hold a term: 1 anywhere, 2 in the title.
  const lookUp = async ([folder, , version], firsts, { term, open }, hits) => {
    const han = isHan(term);
    const [first, second] = han ? [...term] : [term];
    const fileOf = (key) => firsts.findLastIndex((other) => other <= key);
    const from = Math.max(fileOf(first), 0);
    const numbers = [];
    for (let number = from; number <= fileOf(open ? `${first}\uffff` : first); number += 1) numbers.push(number);
    const texts = await Promise.all(numbers.map((number) => load(`${folder}/terms-${number}`, version)));
    for (const text of texts) {
      const key = han || open ? `;${first}` : `;${first} `;
      for (let at = text.indexOf(key); at >= 0; at = open ? text.indexOf(key, at + 1) : -1) {
        const unit = text.slice(at + 1, text.indexOf(";", at + 1));
        if (!han) {
          readBoth(unit.slice(unit.indexOf(" ") + 1), hits);
        } else if (unit.indexOf(second, first.length) > 0) {
          const rest = unit.slice(unit.indexOf(second, first.length) + second.length);
          readBoth(/^[!-~]*/.exec(rest)[0], hits);
        }
      }
    }
  };

  // Every record that holds all terms, newest first.
  const candidates = async (needles, [parts]) => {
    const terms = needles.flatMap((needle) => needle.terms);
    const ofPart = async (part) => {
      const [kinds, organizations, organizationOf, firsts] = await load(`${part[0]}/part`, part[2]);
      const hits = await Promise.all(terms.map(async (term) => {
        const marks = new Uint8Array(kinds.length);
        await lookUp(part, firsts, term, marks);
        return marks;
      }));
      const found = [];
      for (let number = 0; number < kinds.length; number += 1) {
        const marks = hits.reduce((all, some) => all & (some[number] ? some[number] | 1 : 0), 3);
        if (marks) {
          found.push({
            part, number, kind: +kinds[number], year: part[1] ?? "",
            organization: organizations[organizationOf[number]] ?? "", inTitle: marks >= 2,
          });
        }
      }
      return found;
    };
    return (await Promise.all(parts.map(ofPart))).flat();
  };

  // A record's address, title, date, line and text.
  const record = async ({ part, number }, [, , perFile]) =>
    (await load(`${part[0]}/texts-${Math.floor(number / perFile)}`, part[2]))[number % perFile];

  // What is found: those with it in their titles first, then by day.
  const find = async (query) => {
    const needles = parse(query);
    if (!needles.some((needle) => needle.terms.length)) return { needles, results: [], catalog: null };
    const catalog = await load(words.catalog.replace(/\.js$/, ""));
    let results = await candidates(needles, catalog);
    const unsure = needles.filter((needle) => !needle.sure).map((needle) => needle.text);
    if (unsure.length) {
      await Promise.all(results.map(async (result) => {
        const [, title, , , text] = await record(result, catalog);
        const [inTitle, inText] = [title, text].map((some) => fold(some).replace(/\s+/g, " "));
        result.inTitle &&= unsure.every((needle) => inTitle.includes(needle));
        result.holds = unsure.every((needle) => inTitle.includes(needle) || inText.includes(needle));
      }));
      results = results.filter((result) => result.holds);
    }
    results.sort((a, b) => b.inTitle - a.inTitle);
    return { needles, results, catalog };
  };
  // For whoever tests it.
  window.minutebook.find = async (query) => {
    const { results, catalog } = await find(query);
    return Promise.all(results.map(async (result) => (await record(result, catalog))[0]));
  };

  // Where the needles stand in a text: pairs of places, in order.
  const spans = (text, needles) => {
    const places = [];
    let folded = "";
    let place = 0;
    for (const c of text) {
      const one = foldOne(c);
      for (let more = 0; more < one.length; more += 1) places.push(place);
      folded += one;
      place += c.length;
    }
    places.push(place);
    const found = [];
    for (const { text: needle, sure } of needles) {
      const starts = (at) => !isLetter(needle) || at === 0 || !isLetter(String.fromCodePoint(folded.codePointAt(at - 1)));
      for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) {
        if (!sure || starts(at)) found.push([places[at], places[at + needle.length]]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]);
  };

  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  // A text with what was found in it marked.
  const marked = (text, needles) => {
    const pieces = [];
    let done = 0;
    for (const [start, end] of spans(text, needles)) {
      if (start < done) continue;
      pieces.push(text.slice(done, start), make("mark", "", text.slice(start, end)));
      done = end;
    }
    return [...pieces, text.slice(done)];
  };
  // About two lines around the first place where something was found.
  const excerpt = (text, needles) => {
    const flat = text.replace(/\s+/g, " ");
    const [[first] = [0]] = spans(flat, needles);
    const width = (some) => Array.from(some, (c) => (isHan(c) ? 2 : 1)).reduce((sum, one) => sum + one, 0);
    let start = first;
    while (start > 0 && width(flat.slice(start, first)) < 40) start -= 1;
    // Words stay whole.
    while (start > 0 && start < first && isLetter(flat[start]) && isLetter(flat[start - 1])) start += 1;
    let end = Math.min(flat.length, start + 170);
    while (width(flat.slice(start, end)) > 170) end -= 1;
    while (end < flat.length && end > first && isLetter(flat[end]) && isLetter(flat[end - 1])) end -= 1;
    const shown = flat.slice(start, end).trim();
    return [start > 0 ? "…" : "", ...marked(shown, needles), end < flat.length ? "…" : ""];
  };

  const FACETS = ["kind", "year", "organization"];
  const SHOWN = 20;
  const chosen = Object.fromEntries(FACETS.map((facet) => [facet, null]));
  let current = { query: "", needles: [], results: [], catalog: null };
  let turn = 0;

  const passes = (result, except) =>
    FACETS.every((facet) => facet === except || chosen[facet] === null || String(result[facet]) === chosen[facet]);

  const button = (facet, value, label, count) => {
    const pressed = chosen[facet] === value;
    const element = make("button", "", make("span", "", label), make("span", "", String(count)));
    element.type = "button";
    element.setAttribute("aria-pressed", pressed);
    element.addEventListener("click", async () => {
      chosen[facet] = value;
      remember();
      await show(SHOWN);
      at(facet).querySelector("[aria-pressed=true]")?.focus();
    });
    return make("li", "", element);
  };

  const showFacet = (facet, name, compare, most) => {
    const counts = new Map();
    const pool = current.results.filter((result) => passes(result, facet));
    for (const result of pool) {
      const value = String(result[facet]);
      if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    if (chosen[facet] !== null && !counts.has(chosen[facet])) counts.set(chosen[facet], 0);
    const rows = [...counts].sort(compare).slice(0, most);
    const list = make("ul", "", button(facet, null, words.all, pool.length));
    list.append(...rows.map(([value, count]) => button(facet, value, name(value), count)));
    list.setAttribute("aria-label", words[facet]);
    at(facet).replaceChildren(make("h2", "", words[facet]), list);
    at(facet).hidden = counts.size < 2 && chosen[facet] === null;
  };

  const show = async (count) => {
    const { query, needles, results, catalog } = current;
    const mine = turn;
    const passing = results.filter((result) => passes(result));
    const shown = passing.slice(0, count);
    const records = await Promise.all(shown.map((result) => record(result, catalog)));
    if (mine !== turn) return;
    const items = records.map(([address, title, date, meta, text], number) => {
      const link = make("a", "", ...marked(title, needles));
      link.href = words.root + address + (address.endsWith("/") || !address ? words.index : "");
      const kind = catalog[1][shown[number].kind][1];
      return make("li", "",
        make("p", "kicker", date ? kind + words.gap + date : kind),
        make("h3", "", link),
        make("p", "excerpt", ...excerpt(text, needles)),
        make("p", "meta", meta));
    });
    at("results").replaceChildren(...items);
    at("found").hidden = results.length === 0;
    at("more").hidden = passing.length <= count;
    at("more").onclick = async () => {
      await show(count + SHOWN);
      at("results").children[count]?.querySelector("a").focus();
    };
    if (results.length) {
      showFacet("kind", (kind) => catalog[1][kind][0], (a, b) => a[0] - b[0]);
      showFacet("year", (year) => year, (a, b) => b[0] - a[0]);
      showFacet("organization", (name) => name, (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1), 12);
    }
    const total = passing.length;
    const phrase = total === 0 ? words.none : total === 1 ? words.one : words.many;
    at("status").textContent = phrase.replace("{count}", total).replace("{query}", () => query);
  };

  const remember = () => {
    const values = { q: current.query, ...chosen };
    const kept = Object.entries(values).filter(([, value]) => value);
    // A page opened from a disk may not be allowed to change its address.
    try { history.replaceState(null, "", kept.length ? `?${new URLSearchParams(kept)}` : location.pathname); } catch { /* stays */ }
  };

  const run = async (query) => {
    const mine = turn += 1;
    at("status").textContent = query ? words.waiting : "";
    try {
      const { needles, results, catalog } = await find(query);
      if (mine !== turn) return;
      current = { query, needles, results, catalog };
      remember();
      if (catalog) return await show(SHOWN);
      at("found").hidden = true;
      at("status").textContent = needles.length ? words.short : "";
    } catch {
      if (mine === turn) at("status").textContent = words.failed;
    }
  };

  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const facet of FACETS) chosen[facet] = null;
      run(input.value.trim());
    }, 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    run(input.value.trim());
  });

  // Beside the results there is room for it.
  const wide = matchMedia("(min-width: 64em)");
  const unfold = () => { if (wide.matches) at("facets").open = true; };
  wide.addEventListener("change", unfold);
  unfold();

  const asked = new URLSearchParams(location.search);
  for (const facet of FACETS) chosen[facet] = asked.get(facet);
  input.value = asked.get("q") ?? "";
  if (input.value) run(input.value.trim());
  else input.focus({ preventScroll: true });
})();
