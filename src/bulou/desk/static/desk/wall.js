/* The wall: stale figures are dimmed and said so, the screen stays awake, and it can fill the screen. */
"use strict";

const lost = document.querySelector("[data-lost]");
const dim = () => document.body.classList.toggle("stale", !lost.hidden);
new MutationObserver(dim).observe(lost, { attributes: true, attributeFilter: ["hidden"] });

/** Only a page served by https may ask for it; without, the screen's own settings must keep it awake. */
async function stayAwake() {
  if (document.hidden || !navigator.wakeLock) return;
  await navigator.wakeLock.request("screen").catch(() => undefined);
}
document.addEventListener("visibilitychange", stayAwake);
stayAwake();

const full = document.querySelector("[data-full]");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => document.documentElement.requestFullscreen());
