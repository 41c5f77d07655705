// The console in a real browser: log in, the guest's own screen over noVNC, and a change made elsewhere that shows by
// itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { credentials, setting } from "../lab/api.mjs";
import { Lab } from "./lib/lab.mjs";

const NAME = "e2e-browser";
const PICTURES = join(setting("ATOLL_HOME"), "reports", "screens");
/** @type {Lab} */
let lab;
/** @type {any} */
let vm;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  lab = await Lab.open();
  vm = await lab.createVm(NAME);
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
  assert.ok(executablePath, "Chromium is not installed (Debian package chromium)");
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  // The lab's authority is known to nobody's browser; what the pinned clients check is checked in the other tests.
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-US" });
  page = await context.newPage();
});

after(async () => {
  await browser?.close();
  await lab?.close();
});

test("logging in leads into the console", async () => {
  const { url, username, password } = credentials();
  await page.goto(`${url}/`);
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL((address) => !address.pathname.includes("/login"), { timeout: 30_000 });
  await page.screenshot({ path: join(PICTURES, "overview.png") });
});

test("the console shows the guest's screen", async () => {
  await page.goto(`${credentials().url}/vms/${vm.metadata.id}/console`);
  const canvas = page.locator("canvas").first();
  await canvas.waitFor({ timeout: 60_000 });
  const bright = await brightPixels(canvas);
  await page.screenshot({ path: join(PICTURES, "vm-console.png") });
  assert.ok(bright > 3_000, `${bright} bright pixels: the inverted line of the counter alone has more`);
});

test("a VM made by curl appears in the open list without a refresh", async (t) => {
  const { url, token } = credentials();
  await page.goto(`${url}/vms`);
  await page.getByText(NAME).first().waitFor();
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  const name = "e2e-by-curl";
  const request = await lab.vmRequest(name);
  const startedMs = Date.now();
  const made = execFileSync("curl", [
    ...["-sS", "--fail-with-body", "--cacert", join(setting("ATOLL_LAB_DIR"), "ca.pem")],
    ...["-H", `Authorization: Bearer ${token}`, "-H", "Content-Type: application/json"],
    ...["--data", JSON.stringify({ ...request, spec: { ...request.spec, start: false } }), `${url}/api/v1/vms`],
  ]);
  lab.remember(JSON.parse(made.toString()).vm.metadata.id);
  await page.getByText(name).first().waitFor({ timeout: 10_000 });
  t.diagnostic(`the row appeared ${Date.now() - startedMs} ms after curl was started`);
  assert.equal(await page.evaluate(() => "notReloaded" in window), true, "the page was not loaded again");
  await page.screenshot({ path: join(PICTURES, "vms.png") });
});

/**
 * How much of the canvas is bright, once something is. A blank screen never is.
 *
 * @param {import("playwright-core").Locator} canvas
 */
async function brightPixels(canvas) {
  const end = Date.now() + 30_000;
  for (;;) {
    const bright = await canvas.evaluate((element) => {
      const screen = /** @type {HTMLCanvasElement} */ (element);
      const pixels = screen.getContext("2d")?.getImageData(0, 0, screen.width, screen.height).data ?? [];
      let count = 0;
      for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 100) count++;
      return count;
    });
    if (bright > 3_000 || Date.now() > end) return bright;
    await page.waitForTimeout(200);
  }
}
