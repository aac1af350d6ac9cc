/** How the phone client is bundled and tested. */
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [vue()],
  base: "/static/phone/",
  build: {
    outDir: fileURLToPath(new URL("../src/bulou/site/static/phone", import.meta.url)),
    emptyOutDir: true,
    target: "es2019",
  },
  test: {
    include: ["src/**/*.test.ts"],
  },
});
