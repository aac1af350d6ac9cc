/* The keyboard on the desk. Nothing here is needed: every key does what a link or button on the page does too. */
"use strict";

const WAIT = 1500;
const TYPING = "input, textarea, select, [contenteditable], dialog";
const ROWS = "main tbody tr, main .changes li, main .found li, main .cell, main .plan-building, main .plain-list > li";

class Keys {
  constructor(dialog) {
    this.dialog = dialog;
    this.gone = 0;
    this.pages = new Map([...dialog.querySelectorAll("[data-key]")].map((link) => [link.dataset.key, link.href]));
    for (const button of document.querySelectorAll("[data-keys-open]")) {
      button.hidden = false;
      button.addEventListener("click", () => dialog.showModal());
    }
    document.addEventListener("keydown", (event) => this.press(event));
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(TYPING)) return;
    const after = Date.now() - this.gone < WAIT;
    this.gone = 0;
    const done = after ? this.go(event.key) : this.act(event.key);
    if (done) event.preventDefault();
  }

  go(key) {
    const address = this.pages.get(key);
    if (address) window.location.assign(address);
    return Boolean(address);
  }

  act(key) {
    switch (key) {
      case "g":
        this.gone = Date.now();
        return true;
      case "/":
        return this.search();
      case "?":
        this.dialog.showModal();
        return true;
      case "j":
        return this.row(1);
      case "k":
        return this.row(-1);
      case "[":
        return this.turn("prev");
      case "]":
        return this.turn("next");
      default:
        return false;
    }
  }

  /** On a narrow screen the box has a page of its own. */
  search() {
    const box = document.querySelector("[data-search] input[type=search]");
    if (box?.checkVisibility()) box.select();
    else document.querySelector(".search-link")?.click();
    box?.focus();
    return true;
  }

  /** The first link of every row; from the row that holds the focus, or from the top of what can be seen. */
  row(step) {
    const links = [...document.querySelectorAll(ROWS)]
      .map((row) => (row.matches("a") ? row : row.querySelector("a[href]")))
      .filter((link) => link?.checkVisibility());
    if (!links.length) return false;
    const at = links.findIndex((link) => (link.closest("tr, li") ?? link).contains(document.activeElement));
    const next = at < 0 ? links.findIndex((link) => link.getBoundingClientRect().top >= 0) : at + step;
    const link = links[Math.min(Math.max(next, 0), links.length - 1)];
    link.focus();
    link.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** The page before or after this one of a long list. */
  turn(way) {
    const here = document.querySelector(".pages [aria-current]");
    const link = way === "next" ? here?.nextElementSibling : here?.previousElementSibling;
    if (link) window.location.assign(link.href);
    return Boolean(link);
  }
}

for (const dialog of document.querySelectorAll("[data-keys]")) new Keys(dialog);
