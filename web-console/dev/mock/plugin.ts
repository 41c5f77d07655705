/**
 * A manager made of memory, for working on the console without one: `npm run dev` serves it beside the sources. With
 * ATOLL_MANAGER=https://host:port the same command forwards to a real manager instead.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { MockApi } from "./api";
import { attachConsole } from "./console";

/** What the manager sends; the production build is served with it here too, so that a breach shows early. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export function mockManager(): Plugin {
  const install = (middlewares: Connect.Server, server: Server | null, production: boolean) => {
    const api = new MockApi(Number(process.env.MOCK_VMS ?? "0"), process.env.MOCK_SETUP === "1");
    if (server) attachConsole(server, api);
    middlewares.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      if (production) response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
      if (request.url?.startsWith("/api/v1/")) void api.handle(request, response);
      else next();
    });
  };
  const target = process.env.ATOLL_MANAGER;
  if (target) {
    const proxy = { "/api": { target, secure: false, ws: true, changeOrigin: true } };
    return { name: "atoll-manager-proxy", config: () => ({ server: { proxy }, preview: { proxy } }) };
  }
  return {
    name: "atoll-mock-manager",
    apply: (_, { command, isPreview }) => command === "serve" || isPreview === true,
    configureServer: (server) => install(server.middlewares, server.httpServer as Server | null, false),
    configurePreviewServer: (server) => install(server.middlewares, server.httpServer as Server, true),
  };
}
