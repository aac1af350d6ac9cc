/** How the phone client is bundled and tested. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { shell } from "./bundle/shell.ts";
import { mock } from "./mock/plugin.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const version = /__version__ = "([^"]+)"/.exec(readFileSync(here("../src/bulou/__init__.py"), "utf8"))?.[1] ?? "0";

const output = here("../src/bulou/site/static/phone");

export default defineConfig({
  plugins: [
    vue(),
    mock(output),
    // BULOU_RETIRE_WORKER=1 builds a worker that lets go of everything: the way out if a worker ever goes wrong.
    shell({ worker: "sw.js", page: "/phone/", publicDir: here("public"), retire: process.env["BULOU_RETIRE_WORKER"] === "1" }),
  ],
  base: "/static/phone/",
  define: { __VERSION__: JSON.stringify(version), __VUE_OPTIONS_API__: "false" },
  build: {
    outDir: output,
    emptyOutDir: true,
    target: ["es2019", "chrome73", "safari13"],
    modulePreload: false,
    rollupOptions: {
      input: { phone: here("index.html"), sw: here("src/worker/sw.ts") },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  test: {
    include: ["tests/**/*.test.ts"],
  },
});
