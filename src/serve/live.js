// Shows what is written to the site's files as soon as it is saved. The page is asked for anew
// after every change: where it is the same nothing happens, where only its style sheets differ
// they are exchanged, else it is loaded anew, and browsers keep the place to which one has read.
(() => {
  const ours = (page) => page.querySelector("script[data-turn]").dataset;
  let { turn, whole, rest } = ours(document);

  const exchange = (page) => {
    const sheets = [...document.querySelectorAll("link[rel=stylesheet]")];
    page.querySelectorAll("link[rel=stylesheet]").forEach((fresh, number) => {
      const worn = sheets[number];
      if (!worn || worn.getAttribute("href") === fresh.getAttribute("href")) return;
      const sheet = worn.cloneNode();
      // The old one stays until the new one is there, so that nothing flickers.
      sheet.addEventListener("load", () => worn.remove());
      sheet.href = fresh.getAttribute("href");
      worn.after(sheet);
    });
  };

  const look = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = ours(page);
    if (fresh.whole === whole) return;
    if (fresh.rest !== rest) return location.reload();
    exchange(page);
    whole = fresh.whole;
  };

  const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });
  const listen = async () => {
    for (;;) {
      try {
        const answer = await fetch(`/~minutebook/changed?since=${turn}`, { cache: "no-store" });
        const told = await answer.json();
        if (String(told.turn) === turn) continue;
        turn = String(told.turn);
        // A photo or another file that pages show, and whose change is not in their text.
        if (told.files) return location.reload();
        await look();
      } catch {
        // The program was stopped; it may be started again.
        await pause(1000);
      }
    }
  };
  listen();
})();
