/**
 * The way from the log-in to a moved VM without a mouse: focus is where the next key is meant for, dialogs keep it, and
 * give it back. On the production build against the mock manager.
 */
import assert from "node:assert/strict";
import { preview } from "vite";
import { launch } from "./browser.mjs";

const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: "error" });
const base = server.resolvedUrls.local[0].replace(/\/$/, "");
const browser = await launch();
const page = await browser.newPage({ locale: "en-GB", reducedMotion: "reduce" });
page.setDefaultTimeout(60_000);

const focused = (selector) => page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
const type = async (text) => page.keyboard.type(text);
const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
};

await page.goto(`${base}/`);
await page.evaluate(() => fetch("/api/v1/sessions/current", { method: "DELETE", headers: { "X-Atoll-Csrf": "1" } }));

await page.goto(`${base}/`);
await focused("input[name=username]");
await type("admin");
await press("Tab");
await focused("input[name=password]");
await type("any password");
await press("Enter");
await page.getByRole("heading", { level: 1, name: /need/ }).waitFor();
console.log("✔ logged in");

await press("c");
await focused("#vm-name");
await type("by-keyboard");
// The mock has two networks, so one has to be chosen.
await page.locator("#vm-network").focus();
await type("lan");
await press("Control+Enter");
await page.locator(".page-title h1", { hasText: "by-keyboard" }).waitFor();
await page.locator(".page-title", { hasText: "Running" }).waitFor();
console.log("✔ made a VM, and it runs");

await press("Control+k");
await focused(".palette input");
await type("migrate by-keyboard");
await page.locator(".palette [role=option]").first().waitFor();
await press("Enter");
await focused("[role=dialog] .pf-m-primary");
for (let times = 0; times < 12; times += 1) {
    await press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement?.closest("[role=dialog]")), "focus stays in the dialog");
}
await page.locator("[role=dialog] .pf-m-primary").focus();
await press("Enter");
await page.getByText(/^Moved\. The guest paused/).waitFor();
console.log("✔ migrated it");

await press("Escape");
await page.locator("[role=dialog]").waitFor({ state: "detached" });
await press("g", "v");
await page.locator(".table-body .table-row").first().waitFor();
await press("j", " ");
await page.locator(".inspector").waitFor();
console.log("✔ looked into a row of the list");

const account = page.locator(".topbar-end .menu-button").last();
await account.focus();
await press("Enter");
await focused("[role=menuitem]");
await press("Escape");
await page.waitForFunction(() => document.activeElement?.matches(".topbar-end .menu-button"));
console.log("✔ a menu gives the focus back");

await browser.close();
await server.close();
