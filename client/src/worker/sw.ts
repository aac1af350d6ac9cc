/** The service worker's start. The build writes the shell's list in. */
import { keepShell, type Shell } from "./shell";

keepShell(self as unknown as ServiceWorkerGlobalScope, JSON.parse("__SHELL__") as Shell);
