import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { mockManager } from "./dev/mock/plugin";

export default defineConfig(({ command, isPreview }) => ({
  // Relative, so that `<base href>` decides: the console works below any path of a reverse proxy.
  base: command === "build" || isPreview ? "./" : "/",
  plugins: [react(), ...(process.env.VITEST ? [] : [mockManager()])],
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // Read by dev/size.mjs; not packed.
    manifest: true,
    chunkSizeWarningLimit: 800,
    reportCompressedSize: false,
  },
  test: {
    css: false,
    environmentOptions: { jsdom: { url: "https://atoll.test/" } },
    // A page takes a second to make and most of what is tested here needs none: what renders is .tsx.
    projects: [
      { extends: true, test: { name: "logic", environment: "node", include: ["{src,dev}/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "pages",
          environment: "jsdom",
          include: ["{src,dev}/**/*.test.tsx"],
        },
      },
    ],
    reporters: ["default", ["junit", { outputFile: "target/vitest-reports/console.xml" }]],
  },
}));
