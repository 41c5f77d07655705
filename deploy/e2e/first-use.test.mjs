// The first minutes of a new installation, in the browser: a manager with folders of its own, started by an ordinary user,
// is set up with the one-time token; nothing is in it yet, and each page says what to do first.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchBrowser, Window } from "./lib/browser.mjs";
import { Client } from "./lib/client.mjs";
import { FreshManager } from "./lib/fresh-manager.mjs";

const PASSWORD = "Harbour-Crane-19";
/** @type {FreshManager} */
let manager;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Window} */
let window;

before(async () => {
  manager = await FreshManager.start();
  browser = await launchBrowser();
  window = await Window.open(browser);
});

after(async () => {
  await browser?.close();
  await manager?.stop();
});

test("the manager and its Postgres run as an ordinary user, and its secrets are that user's alone", () => {
  assert.notEqual(manager.uid, 0);
  const secrets = statSync(join(manager.data, "secrets"));
  assert.equal(secrets.uid, manager.uid);
  assert.equal(secrets.mode & 0o077, 0);
  const postgres = Number(
    readFileSync(join(manager.data, "postgres", "data-18", "postmaster.pid"), "utf8").split("\n")[0],
  );
  assert.equal(statSync(`/proc/${postgres}`).uid, manager.uid);
});

test("the first visit leads to the set-up page, which refuses a wrong token and takes the right one", async () => {
  await window.page.goto(`${manager.url}/`);
  await window.page.getByLabel("Setup token").waitFor({ timeout: 30_000 });
  assert.deepEqual(await window.axe(), []);
  const submit = window.page.getByRole("button", { name: "Create the account and log in" });
  assert.equal(await submit.isDisabled(), true, "nothing is filled in yet");
  await window.page.getByLabel("Setup token").fill("A".repeat(43));
  await window.page.getByLabel("Administrator's user name").fill("harbour-master");
  await window.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await window.page.getByLabel("Password again").fill(PASSWORD);
  await submit.click();
  await window.page.getByText("This setup token is not the one the manager printed.").waitFor();
  await window.picture("set-up-refused");
  await window.page.getByLabel("Setup token").fill(manager.setupToken());
  await submit.click();
  await window.page.getByRole("link", { name: "Overview" }).first().waitFor({ timeout: 30_000 });
  await window.picture("set-up-done");
});

test("an empty installation says what to do first", async () => {
  for (const [path, text] of [
    ["/hosts", "No host yet"],
    ["/images", "No image yet"],
    ["/vms/new", "There is no image to start from"],
  ]) {
    await window.page.goto(`${manager.url}${path}`);
    await window.page.getByText(String(text)).waitFor({ timeout: 30_000 });
    assert.deepEqual(await window.axe(), [], `axe on ${path}`);
  }
  await window.picture("empty-create");
});

test("the browser reported no error but the refusals it was shown", () => {
  assert.deepEqual(
    window.errors.filter((error) => !/status of 4\d\d/.test(error)),
    [],
  );
});

test("the token is spent, and the account is there after a restart", async () => {
  assert.throws(() => manager.setupToken(), /ENOENT/, "the file is gone");
  await manager.restart();
  const client = new Client({ url: manager.url, ca: manager.caPem() });
  const info = await client.get("/api/v1/info");
  assert.equal(info.json?.setupRequired, false, info.text);
  const login = await client.post("/api/v1/sessions", { username: "harbour-master", password: PASSWORD });
  assert.equal(login.status, 201, login.text);
  client.close();
});
