/** Routes: the part of the address behind #, so that no link preview and no log ever sees it. */
import { computed, ref } from "vue";

const hash = ref(location.hash);
addEventListener("hashchange", () => (hash.value = location.hash));

export interface Route {
  name: string;
  parts: readonly string[];
}

export const route = computed<Route>(() => {
  const [name = "", ...parts] = hash.value.replace(/^#\/?/, "").split("/").map(decodePart);
  return { name, parts };
});

export const to = {
  home: () => "#/",
  stairwell: (id: string) => `#/stairwell/${id}`,
  /** The stairwell after a pass through it. */
  passed: (id: string) => `#/stairwell/${id}/passed`,
  door: (id: string) => `#/door/${id}`,
  /** A stairwell, lane or houses beside this one that nobody has listed. */
  frame: (stairwell: string) => `#/frame/${stairwell}`,
  add: (stairwell: string) => `#/add/${stairwell}`,
  again: () => "#/again",
  /** The windows of one stairwell or lane, or the list of all of them. */
  lights: (stairwell = "") => `#/lights${stairwell && `/${stairwell}`}`,
  pair: () => "#/pair",
  status: () => "#/status",
  rescue: () => "#/rescue",
  enrol: () => "#/enrol",
};

export function go(target: string): void {
  location.hash = target;
}

/** Goes on without leaving a step behind: from one door to the next, "back" still leads to the stairwell. */
export function goOn(target: string): void {
  history.replaceState(history.state, "", target);
  hash.value = location.hash;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
