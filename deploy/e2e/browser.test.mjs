// The console in a real browser: the guest's own screen over noVNC, changes made elsewhere that show by themselves, a
// migration in two clicks, both languages and themes, and nothing that axe objects to. Pictures go to reports/screens.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { credentials, findByName, setting } from "../lab/api.mjs";
import { launchBrowser, Window } from "./lib/browser.mjs";
import { Lab } from "./lib/lab.mjs";
import { waitUntil } from "./lib/wait.mjs";

const NAME = "e2e-browser";
/** The inverted line of the witness's counter alone has more. */
const BRIGHT_PIXELS = 3_000;
const IDLE_MS = 5_000;
/** @type {Lab} */
let lab;
/** @type {any} */
let vm;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Window} */
let window;

before(async () => {
  lab = await Lab.open();
  vm = await lab.createVm(NAME);
  browser = await launchBrowser();
  window = await Window.open(browser);
});

after(async () => {
  await browser?.close();
  await lab?.close();
});

test("logging in leads into the console", async () => {
  await window.page.goto(`${credentials().url}/`);
  await window.page.getByLabel("User name").waitFor();
  assert.deepEqual(await window.axe(), []);
  await window.picture("login");
  await window.logIn();
  await window.picture("overview");
});

test("an idle page asks nothing: it is told", async (t) => {
  window.calls.length = 0;
  await window.visit("/vms");
  await window.page.getByText(NAME).first().waitFor();
  await lastCall(1_000);
  const before = window.calls.length;
  await pause(IDLE_MS); // silence is what is measured
  assert.deepEqual(window.calls.slice(before), []);
  assert.equal(window.calls.filter((call) => call.includes("/api/v1/events")).length, 1, "one stream");
  t.diagnostic(`${before} calls to load the page`);
});

test("a VM made by curl appears in the open list without a refresh and without a request", async (t) => {
  const { url, token } = credentials();
  const name = "e2e-by-curl";
  await window.page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
  const request = await lab.vmRequest(name);
  const callsBefore = window.calls.length;
  const startedMs = Date.now();
  const made = execFileSync("curl", [
    ...["-sS", "--fail-with-body", "--cacert", join(setting("ATOLL_LAB_DIR"), "ca.pem")],
    ...["-H", `Authorization: Bearer ${token}`, "-H", "Content-Type: application/json"],
    ...["--data", JSON.stringify({ ...request, spec: { ...request.spec, start: false } }), `${url}/api/v1/vms`],
  ]);
  lab.remember(JSON.parse(made.toString()).vm.metadata.id);
  await window.page.getByText(name).first().waitFor({ timeout: 10_000 });
  t.diagnostic(`the row appeared ${Date.now() - startedMs} ms after curl was started`);
  assert.equal(await window.page.evaluate(() => "notReloaded" in globalThis), true, "the page was not loaded again");
  assert.deepEqual(window.calls.slice(callsBefore), []);
  await window.picture("vms");
});

test("the guest's screen shows and changes", async (t) => {
  await window.visit(`/vms/${vm.metadata.id}?tab=console`);
  const first = await litScreen();
  t.diagnostic(`${first.width} by ${first.height} pixels, ${first.bright} bright`);
  await waitUntil("a change of the screen", 20_000, async () => (await window.screen()).print !== first.print);
  await window.picture("vm-console");
});

test("the screen comes back by itself after the VM has moved", async () => {
  await lab.runTask("POST", `/vms/${vm.metadata.id}/actions/migrate`, {}, 120_000);
  await window.page.locator(".console-veil").waitFor({ state: "detached", timeout: 30_000 });
  const moved = await litScreen();
  await waitUntil("a change of the screen", 20_000, async () => (await window.screen()).print !== moved.print);
});

test("two clicks migrate a VM, and the page tells the pause", async (t) => {
  const before = await lab.vm(vm.metadata.id);
  await window.visit(`/vms/${vm.metadata.id}`);
  await window.page.getByRole("button", { name: "Migrate", exact: true }).click();
  const submit = window.page.getByRole("button", { name: /^Migrate to / });
  await submit.waitFor();
  await window.picture("migrate-plan");
  await submit.click();
  const result = window.page.getByText(/^Moved\. The guest paused/);
  await result.waitFor({ timeout: 120_000 });
  t.diagnostic(String(await result.textContent()));
  await window.picture("migrate-result");
  assert.notEqual((await lab.vm(vm.metadata.id)).status.hostId, before.status.hostId);
});

for (const { locale, colorScheme, word } of /** @type {const} */ ([
  { locale: "en-GB", colorScheme: "light", word: "Overview" },
  { locale: "zh-CN", colorScheme: "dark", word: "概览" },
])) {
  test(`every main page, ${locale} and ${colorScheme}: axe finds nothing, the browser reports no error`, async () => {
    const session = await window.context.storageState();
    const other = await Window.open(browser, { locale, colorScheme, session: withoutChoices(session) });
    for (const [name, path] of Object.entries(await mainPages())) {
      await other.visit(path);
      await other.page.getByRole("link", { name: word }).first().waitFor();
      assert.deepEqual(await other.axe(), [], `axe on ${path}`);
      await other.picture(`${name}-${colorScheme}`);
    }
    assert.deepEqual(other.errors, []);
    await other.context.close();
  });
}

test("the browser reported no error in all this", () => {
  assert.deepEqual(window.errors, []);
});

/** The guest's screen once something is on it. */
async function litScreen() {
  await window.page.locator("canvas").first().waitFor({ timeout: 60_000 });
  return waitUntil("a lit screen", 30_000, async () => {
    const screen = await window.screen();
    return screen.bright > BRIGHT_PIXELS && screen;
  });
}

/** Waits until the page has made no call for a while. @param {number} quietMs */
async function lastCall(quietMs) {
  let count = window.calls.length;
  let sinceMs = Date.now();
  await waitUntil("the page has loaded", 30_000, () => {
    if (window.calls.length !== count) [count, sinceMs] = [window.calls.length, Date.now()];
    return Date.now() - sinceMs > quietMs;
  });
}

/** The cookies alone: language and theme shall come from the browser's settings. @param {any} session */
function withoutChoices(session) {
  return { cookies: session.cookies, origins: [] };
}

async function mainPages() {
  const [host] = await lab.hosts();
  const image = await findByName(lab.client, "images", "guest");
  const task = (await lab.call("GET", "/tasks?limit=1&sort=-createdAt")).items[0];
  assert.ok(image, "the lab has its image");
  return {
    overview: "/",
    vms: "/vms",
    "vm-new": "/vms/new",
    vm: `/vms/${vm.metadata.id}`,
    hosts: "/hosts",
    host: `/hosts/${host.metadata.id}`,
    enrol: "/hosts/enrol",
    storage: "/storage",
    networks: "/networks",
    images: "/images",
    tasks: "/tasks",
    task: `/tasks/${task.metadata.id}`,
    admin: "/admin",
  };
}
