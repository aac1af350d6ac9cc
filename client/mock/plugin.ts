/** The mock behind Vite's own servers: `BULOU_MOCK=1 npm run dev`, or `npm run preview` for the built app. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Connect, Plugin } from "vite";
import { MockServer } from "./server.ts";

export function mock(built: string): Plugin {
  const server = new MockServer(() => Date.now());
  const listen: Connect.NextHandleFunction = (request, response, next) => void serve(server, request, response, next);
  return {
    name: "bulou-mock",
    apply: "serve",
    configureServer(vite) {
      vite.middlewares.use(listen);
    },
    configurePreviewServer(vite) {
      vite.middlewares.use(listen);
      vite.middlewares.use("/phone", (request, response) => page(built, request, response));
    },
  };
}

function page(built: string, request: IncomingMessage, response: ServerResponse): void {
  const worker = request.url?.startsWith("/sw.js");
  response.setHeader("Content-Type", worker ? "text/javascript" : "text/html; charset=utf-8");
  response.setHeader("Cache-Control", "no-cache");
  response.end(readFileSync(`${built}/${worker ? "sw.js" : "index.html"}`));
}

async function serve(server: MockServer, request: IncomingMessage, response: ServerResponse, next: () => void): Promise<void> {
  if (!request.url?.startsWith("/r/")) return next();
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const raw = Buffer.concat(parts);
  const reply = server.answer({
    method: request.method ?? "GET",
    url: request.url,
    token: request.headers.authorization?.replace("Bearer ", "") ?? null,
    body: (request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString(),
  });
  response.writeHead(reply.status, reply.headers).end(reply.body);
}
