// Theme, text size, print and "Copy link". Every page reads in full without it.
(() => {
  const root = document.documentElement;
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) {
      try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* private mode */ }
    },
  };

  // Two choices that are kept: an attribute on <html> and the buttons that set it.
  for (const [name, fallback] of [["theme", ""], ["size", "medium"]]) {
    const buttons = document.querySelectorAll(`button[data-${name}]`);
    const values = [...buttons].map((button) => button.dataset[name]);
    const show = (value) => {
      if (value && value !== fallback) root.dataset[name] = value;
      else delete root.dataset[name];
      const shown = value || fallback
        || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      for (const button of buttons) button.setAttribute("aria-pressed", button.dataset[name] === shown);
    };
    const kept = store.get(name);
    show(values.includes(kept) ? kept : "");
    for (const button of buttons) {
      button.addEventListener("click", () => {
        store.set(name, button.dataset[name] === fallback ? "" : button.dataset[name]);
        show(button.dataset[name]);
      });
    }
  }

  for (const button of document.querySelectorAll("button[data-print]")) {
    button.addEventListener("click", () => print());
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) { button.removeAttribute("data-script"); continue; }
    const canonical = document.querySelector("link[rel=canonical]");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(canonical ? canonical.href : location.href);
      button.textContent = button.dataset.copy;
    });
  }

  // The sheet on which each entry in the contents of a volume begins, which Chromium cannot print by itself: while the page
  // is laid out for print, the leaves are laid out in columns of the size of a sheet, and these are counted.
  const leaves = [...document.querySelectorAll(".leaf")];
  const count = () => {
    const { top } = leaves[0].getBoundingClientRect();
    root.classList.add("counted");
    // Before the first leaf is the cover, a sheet or more.
    let next = 1 + Math.max(1, Math.floor((top + scrollY) / leaves[0].offsetHeight));
    const begins = new Map();
    for (const leaf of leaves) {
      begins.set(leaf, next);
      next += Math.max(1, Math.round(leaf.scrollWidth / leaf.clientWidth));
    }
    root.classList.remove("counted");
    for (const link of document.querySelectorAll(".toc a[href^='#']")) {
      const leaf = document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest(".leaf");
      if (leaf) link.dataset.sheet = begins.get(leaf);
    }
  };
  if (leaves.length) {
    matchMedia("print").addEventListener("change", ({ matches }) => {
      // A number may make an entry a line longer.
      if (matches) { count(); count(); }
    });
  }

  for (const control of document.querySelectorAll("[data-script]")) control.hidden = false;
})();
