/* The box in the masthead: answers while somebody types. Without this script it is a form like any other. */
"use strict";

const PAUSE = 140;

class Search {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector("input[type=search]");
    this.found = form.querySelector("[data-found]");
    this.answered = "";
    this.timer = 0;
    this.box.addEventListener("input", () => this.wait());
    this.box.addEventListener("focus", () => this.turn(Boolean(this.answered && this.answered === this.asked)));
    form.addEventListener("submit", (event) => this.enter(event));
    form.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("pointerdown", (event) => form.contains(event.target) || this.turn(false));
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.turn(false));
  }

  get asked() {
    return this.box.value.trim();
  }

  get links() {
    return [...this.found.querySelectorAll("a")];
  }

  turn(open) {
    this.found.hidden = !open;
  }

  wait() {
    clearTimeout(this.timer);
    if (!this.asked) return this.turn(false);
    this.timer = setTimeout(() => this.ask(), PAUSE);
    return undefined;
  }

  async ask() {
    const asked = this.asked;
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        headers: { "Bulou-Live": "1" },
        body: new FormData(this.form),
        signal: AbortSignal.timeout(10000),
      });
      if (!answer.ok || asked !== this.asked) return;
      this.found.innerHTML = await answer.text();
      this.answered = asked;
      this.turn(document.activeElement === this.box);
    } catch {
      this.turn(false); // Enter still submits the form, and the browser says what is wrong.
    }
  }

  /** Enter opens the first answer to what stands in the box; while there is none it asks for the whole page. */
  enter(event) {
    const [first] = this.links;
    if (!first || this.answered !== this.asked) return;
    event.preventDefault();
    window.location.assign(first.href);
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      this.turn(false);
      this.box.focus();
      this.turn(false);
    } else if (step && !this.found.hidden) {
      event.preventDefault();
      const stops = [this.box, ...this.links];
      const at = stops.indexOf(document.activeElement);
      stops[(at + step + stops.length) % stops.length].focus();
    }
  }
}

for (const form of document.querySelectorAll("[data-search]")) new Search(form);
