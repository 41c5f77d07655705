/**
 * How much JavaScript a first visit loads, by the build's own manifest: the entry, the page, the shell around it where
 * there is one, one language, and everything these import. Fails above the limits.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const LANGUAGE = "src/i18n/zh.ts";
/** A little above what it was when this was written: growth is a decision, not an accident. */
const ROUTES = [
    { name: "log-in", limitKiB: 150, sources: ["src/auth/LoginPage.tsx"] },
    { name: "overview", limitKiB: 160, sources: ["src/app/Shell.tsx", "src/overview/OverviewPage.tsx"] },
    { name: "VMs", limitKiB: 177, sources: ["src/app/Shell.tsx", "src/vm/VmsPage.tsx"] },
];

const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"));

function loaded(keys, found = new Set()) {
    for (const key of keys) {
        const chunk = manifest[key];
        if (!chunk) throw new Error(`${key} is not in the manifest. Was it renamed?`);
        if (found.has(chunk.file)) continue;
        found.add(chunk.file);
        loaded(chunk.imports ?? [], found);
    }
    return found;
}

let tooLarge = false;
for (const { name, limitKiB, sources } of ROUTES) {
    const files = [...loaded(["index.html", LANGUAGE, ...sources])];
    const bytes = files.reduce(
        (sum, file) => sum + gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length,
        0,
    );
    const kib = bytes / 1024;
    tooLarge ||= kib > limitKiB;
    console.log(`First visit of ${name}: ${kib.toFixed(1)} KiB of JavaScript (gzip), limit ${limitKiB} KiB`);
}
if (tooLarge) {
    console.error("Too much for a first visit. Load what is not needed at once with lazy() or a route of its own.");
    process.exit(1);
}
