/** Update: a new version waits until the person takes it, at a safe point and never in the middle of a door. */
import { ref } from "vue";

const PATH = "/phone/sw.js";
const LOOK_EVERY_MS = 60 * 60_000;

/** A complete new version is on the phone and waits. */
export const updateReady = ref(false);

let waiting: ServiceWorker | null = null;
let asked = false;

export async function register(): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!container) return;
  container.addEventListener("controllerchange", () => {
    if (asked) location.reload();
  });
  const registration = await container.register(PATH, { scope: "/phone/" });
  notice(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => {
      // Without a controller this is the first version, and there is nothing to replace.
      if (coming.state === "installed" && container.controller) notice(coming);
    });
  });
  setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
}

export function takeUpdate(): void {
  asked = true;
  updateReady.value = false;
  if (waiting?.state === "installed") waiting.postMessage("take-over");
  else location.reload();
}

function notice(worker: ServiceWorker | null): void {
  if (!worker) return;
  waiting = worker;
  updateReady.value = true;
}
