// An administrator's work in the browser, from the image to the end of the VM: nothing of it through the API.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setting } from "../lab/api.mjs";
import { launchBrowser, Window } from "./lib/browser.mjs";
import { Lab } from "./lib/lab.mjs";
import { waitUntil } from "./lib/wait.mjs";

const IMAGE = "e2e-console-image";
const NAME = "e2e-console-vm";
/** @type {Lab} */
let lab;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Window} */
let window;
let vmId = "";

before(async () => {
  lab = await Lab.open();
  browser = await launchBrowser();
  window = await Window.open(browser);
  await window.logIn();
});

after(async () => {
  await browser?.close();
  const image = (await lab.call("GET", "/images?limit=200")).items.find(
    (/** @type {any} */ one) => one.metadata.name === IMAGE,
  );
  await lab?.close();
  if (image) await lab.client.delete(`/api/v1/images/${image.metadata.id}?wait=60s`);
});

test("an image is uploaded from this computer", async () => {
  await window.visit("/images");
  await button("Add an image").first().click();
  await window.page.locator("#image-file").setInputFiles(setting("ATOLL_GUEST_IMAGE"));
  await window.page.locator("#image-name").fill(IMAGE);
  assert.deepEqual(await window.axe(), []);
  await window.picture("image-upload");
  await window.page.getByRole("dialog").getByRole("button", { name: "Upload", exact: true }).click();
  await row(IMAGE).getByText("Ready", { exact: true }).waitFor({ timeout: 120_000 });
});

test("a VM is made by the form: what does not fit is said while typing, and where it would go before the click", async () => {
  await window.visit("/vms/new");
  await window.page.locator("#vm-name").fill("-not a name");
  await window.page.getByRole("alert").first().waitFor();
  await window.page.locator("#vm-name").fill(NAME);
  await window.page.getByRole("alert").first().waitFor({ state: "detached" });
  await window.page.getByLabel(IMAGE).check();
  await window.page.getByLabel("Custom").check();
  await window.page.locator("#vm-memory").fill("900000");
  await window.page.getByText(/^No host has room for/).waitFor();
  await window.picture("create-refused");
  await window.page.locator("#vm-memory").fill("96");
  await window.page.getByText(/^It fits\./).waitFor();
  await window.picture("create-fits");
  await button("Create and start").click();
  await window.page.waitForURL(/\/vms\/[0-9a-f-]{36}/);
  vmId = /[0-9a-f-]{36}/.exec(window.page.url())?.[0] ?? "";
  lab.remember(vmId);
  await state("Running");
});

test("it is paused and resumed", async () => {
  await more("Pause");
  await state("Paused");
  await button("Resume").click();
  await state("Running");
});

test("it is stopped after a question, started again, and shut down by its own system", async () => {
  await more("Stop now");
  await window.page.getByRole("dialog").getByRole("button", { name: "Stop now" }).click();
  await state("Stopped");
  await button("Start").click();
  await state("Running");
  await waitUntil("the guest agent", 90_000, async () => (await lab.vm(vmId)).status.guestAgent);
  await button("Shut down").click();
  await state("Stopped");
});

test("it is deleted by typing its name, and the list no longer has it", async () => {
  await more("Delete");
  const dialog = window.page.getByRole("dialog");
  const confirm = dialog.getByRole("button", { name: "Delete", exact: true });
  assert.equal(await confirm.isDisabled(), true, "its name is not typed yet");
  await dialog.getByRole("textbox").fill(NAME);
  await confirm.click();
  await waitUntil(
    "the end of the VM",
    60_000,
    async () => (await lab.client.get(`/api/v1/vms/${vmId}`)).status === 404,
  );
  await window.visit("/vms");
  assert.equal(await window.page.getByText(NAME, { exact: true }).count(), 0);
});

test("a host is enrolled by one command, which is shown with what it is good for", async () => {
  await window.visit("/hosts/enrol");
  await button("Make the command").click();
  const command = window.page.locator("main").getByText(/curl /);
  await command.first().waitFor();
  assert.match(String(await command.first().textContent()), /atoll1\./);
  await window.page.getByText("Waiting for the host. This page follows by itself.").waitFor();
  assert.deepEqual(await window.axe(), []);
  await window.picture("enrol-command");
});

test("the browser reported no error but the name that was refused while it was typed", () => {
  assert.deepEqual(
    window.errors.filter((error) => !/status of 400/.test(error)),
    [],
  );
});

/** @param {string} name */
function button(name) {
  return window.page.getByRole("button", { name, exact: true });
}

/** @param {string} name */
function row(name) {
  return window.page.getByRole("row").filter({ hasText: name });
}

/**
 * Something from the menu of further actions. While a task works on the VM nothing is allowed, so the menu goes, also from under the
 * pointer: people open it again then. @param {string} name
 */
async function more(name) {
  for (let attempt = 1; ; attempt++) {
    await button("More actions").first().click();
    try {
      await window.page.getByRole("menuitem", { name, exact: true }).click({ timeout: 5_000 });
      return;
    } catch (error) {
      if (attempt === 4) throw error;
      await window.page.keyboard.press("Escape");
    }
  }
}

/** Waits until the page says so, by itself. @param {string} word */
async function state(word) {
  await window.page.locator("h1, main").getByText(word, { exact: true }).first().waitFor({ timeout: 90_000 });
}
