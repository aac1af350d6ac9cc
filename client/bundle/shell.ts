/** The build's last step: writes into the service worker which files make up this version of the shell. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const PLACE = /["'`]__SHELL__["'`]/;

export function shell(options: { worker: string; page: string; publicDir: string; retire: boolean }): Plugin {
  let base = "/";
  return {
    name: "bulou-shell",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      base = config.base;
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const worker = bundle[options.worker];
        if (worker?.type !== "chunk" || !PLACE.test(worker.code)) this.error("the service worker has no place for its list");
        const files = Object.values(bundle).filter((file) => file !== worker);
        const index = files.find((file) => file.fileName === "index.html");
        const entry = files.find((file) => file.type === "chunk" && file.isEntry);
        if (!index || index.type !== "asset" || !entry) this.error("the page or its entry is missing");
        const names = files.filter((file) => file !== index).map((file) => file.fileName);
        const copied = readdirSync(options.publicDir).sort();
        const assets = [...names.sort(), ...copied].map((name) => base + name);
        // Built names carry a digest of what is in them; copied files keep theirs, so their content counts.
        const digest = createHash("sha256").update(String(index.source)).update(assets.join("\n"));
        for (const name of copied) digest.update(readFileSync(join(options.publicDir, name)));
        const version = digest.digest("hex").slice(0, 12);
        const list = { version, page: options.page, entry: entry.fileName, assets: options.retire ? [] : assets };
        worker.code = worker.code.replace(PLACE, () => JSON.stringify(JSON.stringify(list)));
      },
    },
  };
}
