/* The desk's own script: live regions, printing, copying. Everything works without it, only less conveniently. */
"use strict";

const EVERY = 5000;

/** Fetches the region again when something changed; the server answers 304 when nothing did. */
class Live {
  constructor(region) {
    this.region = region;
    this.tag = "";
    this.asOf = document.querySelector("[data-as-of]");
    this.clock = document.querySelector("[data-clock]");
    this.lost = document.querySelector("[data-lost]");
    this.timer = 0;
    this.worked = new Set();
    this.ahead();
    document.addEventListener("visibilitychange", () => this.turn());
    this.turn(EVERY);
  }

  turn(wait = 0) {
    clearTimeout(this.timer);
    if (!document.hidden) this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    try {
      const answer = await fetch(this.region.dataset.live, {
        headers: { "Bulou-Live": "1", "If-None-Match": this.tag },
        cache: "no-store",
        signal: AbortSignal.timeout(15000),
      });
      if (answer.status === 401) return this.say(this.lost.dataset.signedOut);
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
      if (answer.status !== 304) this.show(await answer.text());
      this.tag = answer.headers.get("ETag") ?? "";
      this.stand(answer.headers.get("Bulou-As-Of") ?? "");
      this.say("");
    } catch {
      this.say(this.lost.dataset.words);
    }
    return this.turn(EVERY);
  }

  show(html) {
    const focused = this.region.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const open = [...this.region.querySelectorAll("details[open][id]")].map((one) => one.id);
    this.region.innerHTML = html;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    this.ahead();
    if (focused) this.region.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  /** Has the server work out what takes it a moment, and shows it once it is there; each address once. */
  async ahead() {
    const link = this.region.querySelector("a[data-ahead]");
    if (!link || this.worked.has(link.href)) return;
    this.worked.add(link.href);
    try {
      const answer = await fetch(link.href, { redirect: "manual", signal: AbortSignal.timeout(60000) });
      if (answer.type !== "opaqueredirect") return;
      this.tag = "";
      this.turn();
    } catch {
      // The link stays, to be tried by hand.
    }
  }

  stand(time) {
    if (!time) return;
    if (this.asOf) this.asOf.textContent = time;
    if (this.clock) this.clock.textContent = time.slice(0, 5);
  }

  say(words) {
    this.lost.hidden = !words;
    if (this.lost.textContent !== words) this.lost.textContent = words;
  }
}

for (const region of document.querySelectorAll("[data-live]")) new Live(region);

/** Follows the errand of an upload; when it is over the page is asked for again and shows what came of it. */
async function follow(box) {
  const bar = box.querySelector("progress");
  try {
    const answer = await fetch(box.dataset.progress, { cache: "no-store", signal: AbortSignal.timeout(15000) });
    if (!answer.ok) throw new Error(String(answer.status));
    const now = await answer.json();
    if (!now.busy) return location.replace(location.href);
    if (now.total) {
      bar.max = now.total;
      bar.value = now.done;
    }
    box.querySelector("[data-words]").textContent = now.words;
  } catch {
    /* the server is away for a moment: the errand goes on by itself when it is back */
  }
  setTimeout(() => follow(box), Number(box.dataset.every));
}

for (const box of document.querySelectorAll("[data-progress]")) follow(box);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** Without https a browser has no clipboard for pages: then the text is selected, which most still let us copy. */
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    window.getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    const copied = await copy(document.getElementById(button.dataset.copy));
    button.textContent = copied ? button.dataset.done : (button.dataset.selected ?? button.dataset.done);
    setTimeout(() => (button.textContent = words), 4000);
  });
}

for (const form of document.querySelectorAll("form[data-filter]")) {
  for (const field of form.querySelectorAll("select")) field.addEventListener("change", () => form.requestSubmit());
}

/** Shows what the form would do while it is filled in; the button that does so without a script goes away. */
for (const form of document.querySelectorAll("form[data-preview]")) {
  const shown = document.getElementById(form.dataset.preview);
  let timer = 0;
  let asked = 0;
  const look = async () => {
    const turn = ++asked;
    try {
      const answer = await fetch(form.getAttribute("action") || location.pathname, {
        method: "POST",
        body: new FormData(form),
        headers: { "Bulou-Live": "1" },
        signal: AbortSignal.timeout(15000),
      });
      if (answer.ok && turn === asked) shown.innerHTML = await answer.text();
    } catch {
      /* The next key asks again, and the button looks as well. */
    }
  };
  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-no-preview]")) return;
    clearTimeout(timer);
    timer = setTimeout(look, 300);
  });
}
