// The distribution's Chromium for the tests of the console, and what they look at: errors, requests, pictures, axe.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { credentials, setting } from "../../lab/api.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PICTURES = join(setting("ATOLL_HOME"), "reports", "screens");
/** A session is asked for before there is one; the browser itself reports the 401. */
const EXPECTED_ERROR = /status of 401/;

export function launchBrowser() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
  if (!executablePath) throw new Error("Chromium is not installed (Debian package chromium)");
  mkdirSync(PICTURES, { recursive: true });
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", ...quiet];
  return chromium.launch({ executablePath, args });
}

/** A window of the console, and everything in it that should not have happened. */
export class Window {
  /**
   * @param {import("playwright-core").Browser} browser
   * @param {{ locale?: string, colorScheme?: "light" | "dark", session?: any }} [choice]
   */
  static async open(browser, choice = {}) {
    const context = await browser.newContext({
      // No browser knows the lab's authority; that it is pinned is checked by the other tests.
      ignoreHTTPSErrors: true,
      locale: choice.locale ?? "en-GB",
      colorScheme: choice.colorScheme ?? "light",
      viewport: { width: 1440, height: 900 },
      storageState: choice.session,
    });
    return new Window(context, await context.newPage());
  }

  /** @type {string[]} */
  errors = [];
  /** Calls of the API that were begun, in order. @type {string[]} */
  calls = [];

  /** @param {import("playwright-core").BrowserContext} context @param {import("playwright-core").Page} page */
  constructor(context, page) {
    this.context = context;
    this.page = page;
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !EXPECTED_ERROR.test(message.text())) this.errors.push(message.text());
    });
    page.on("request", (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith("/api/")) this.calls.push(`${request.method()} ${pathname}${search}`);
    });
  }

  async logIn() {
    const { url, username, password } = credentials();
    await this.page.goto(`${url}/`);
    await this.page.locator('input[name="username"]').fill(username);
    await this.page.locator('input[name="password"]').fill(password);
    await this.page.keyboard.press("Enter");
    await this.page.waitForURL((address) => !address.pathname.includes("/login"), { timeout: 30_000 });
    await this.page.locator("h1").waitFor();
  }

  /** @param {string} path */
  async visit(path) {
    await this.page.goto(`${credentials().url}${path}`);
    await this.page.locator("h1").first().waitFor({ timeout: 30_000 });
  }

  /** @param {string} name */
  picture(name) {
    return this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  /** What axe finds wrong on the page as it is. @returns {Promise<string[]>} */
  async axe() {
    await this.page.evaluate(AXE);
    return this.page.evaluate(async () => {
      // @ts-expect-error axe is in the page now
      const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
      return violations.flatMap((/** @type {any} */ rule) =>
        rule.nodes.map((/** @type {any} */ node) => `${rule.id}: ${node.target.join(" ")} ${node.failureSummary}`),
      );
    });
  }

  /** How much of the guest's screen is bright, and a fingerprint of it. */
  screen() {
    return this.page
      .locator("canvas")
      .first()
      .evaluate((element) => {
        const canvas = /** @type {HTMLCanvasElement} */ (element);
        const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let bright = 0;
        let print = 0;
        for (let at = 0; at < pixels.length; at += 4) {
          const value = pixels[at] ?? 0;
          if (value > 100) bright++;
          print = (Math.imul(print, 31) + value) | 0;
        }
        return { bright, print, width: canvas.width, height: canvas.height };
      });
  }
}
