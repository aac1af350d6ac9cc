/** Practice: whether this page is for practising; then its store, its memory and its server are others. */

/** Part of the address, so that no tap on a screen turns practice into work or work into practice. */
export const practising = new URLSearchParams(location.search).has("practice");

export const STORE = practising ? "bulou-practice" : "bulou";

/** What is kept outside the store: who uses the phone now, and the canary. */
export const outside: Storage = practising ? sessionStorage : localStorage;

export const PRACTICE = "/phone/?practice";
export const WORK = "/phone/";

/** Everything that was practised is forgotten, and practice begins again. */
export function startOver(): void {
  sessionStorage.clear();
  const gone = indexedDB.deleteDatabase("bulou-practice");
  gone.onsuccess = gone.onerror = gone.onblocked = () => location.replace(PRACTICE);
}
