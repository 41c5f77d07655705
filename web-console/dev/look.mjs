/**
 * Opens every page in both themes and both languages, in a real browser, on the production build and under its content
 * security policy. `--axe`: no accessibility violation, no error in the browser's console, no sideways scrolling of
 * the page. `--shots`: a picture of each into target/screenshots. `--only=name`, `--width=1024` narrow it down.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { preview } from "vite";
import { launch } from "./browser.mjs";
import { FRONT_PAGES, PAGES } from "./pages.mjs";

const options = new Map(process.argv.slice(2).map((argument) => argument.replace(/^--/, "").split("=")));
const SHOTS = "target/screenshots";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const only = options.get("only");
const width = Number(options.get("width") ?? "1440");
let faults = 0;

function fault(text) {
    faults += 1;
    console.error(text);
}

const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: "error" });
const base = server.resolvedUrls.local[0].replace(/\/$/, "");
const browser = await launch();
if (options.has("shots")) mkdirSync(SHOTS, { recursive: true });

for (const theme of ["light", "dark"]) {
    for (const language of ["en", "zh"]) {
        const context = await browser.newContext({
            viewport: { width, height: 900 },
            colorScheme: theme,
            locale: language === "zh" ? "zh-CN" : "en-GB",
            reducedMotion: "reduce",
        });
        const page = await context.newPage();
        for (const target of PAGES) await look(page, target, theme, language);
        await page.evaluate(() =>
            fetch("/api/v1/sessions/current", { method: "DELETE", headers: { "X-Atoll-Csrf": "1" } }),
        );
        for (const target of FRONT_PAGES) await look(page, target, theme, language);
        await page.evaluate(() =>
            fetch("/api/v1/sessions", { method: "POST", body: "{}", headers: { "X-Atoll-Csrf": "1" } }),
        );
        await context.close();
    }
}
await browser.close();
await server.close();
console.log(faults === 0 ? "All pages are clean." : `${faults} faults.`);
process.exit(faults === 0 ? 0 : 1);

async function look(page, { name, path, act, refused }, theme, language) {
    if (only && only !== name) return;
    const where = `${name} (${theme}, ${language}, ${width} px)`;
    const onMessage = (message) => {
        // The browser itself reports the 401 by which the console learns that nobody is logged in, and what a page is refused.
        const expected = /status of 401/.test(message.text()) || message.text().includes(`status of ${refused}`);
        if (message.type() === "error" && !expected) fault(`${where}: ${message.text()}`);
    };
    const onError = (error) => fault(`${where}: ${error.message}`);
    page.on("console", onMessage);
    page.on("pageerror", onError);
    page.setDefaultTimeout(15_000);
    try {
        await page.goto(base + path);
        await page.locator("main h1, main [role=status], .front h1").first().waitFor();
        await page.locator(".shell-main .page-body, .front-main, .page-pad, .table-row").first().waitFor();
        if (act) await act(page);
        await page.waitForTimeout(options.has("shots") ? 400 : 100);
        if (options.has("axe")) await check(page, where);
        if (options.has("shots")) await page.screenshot({ path: `${SHOTS}/${name}-${theme}-${language}-${width}.png` });
    } catch (failure) {
        fault(`${where}: ${failure.message.split("\n")[0]}`);
        if (options.has("shots"))
            await page.screenshot({ path: `${SHOTS}/${name}-${theme}-${language}-${width}-FAILED.png` });
    }
    page.off("console", onMessage);
    page.off("pageerror", onError);
}

async function check(page, where) {
    await page.evaluate(AXE);
    const violations = await page.evaluate(
        async (tags) => (await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } })).violations,
        WCAG,
    );
    for (const violation of violations) {
        const nodes = violation.nodes.map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`);
        fault(`${where}: ${violation.id}: ${violation.help}\n    ${nodes.slice(0, 4).join("\n    ")}`);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) fault(`${where}: the page is ${overflow} px wider than the window`);
}
