import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { BareGuest } from "./lib/bare-guest.mjs";
import { guestImage } from "./lib/settings.mjs";
import { TickListener } from "./lib/ticks.mjs";
import { waitUntil } from "./lib/wait.mjs";
import { witnessNumbers } from "./lib/witness-disk.mjs";

const PASSWORD = "a-password-of-this-test";
/** @type {TickListener} */
let ticks;
/** @type {BareGuest} */
let guest;

before(async () => {
  ticks = await TickListener.open("127.0.0.1", 0);
  const userData = {
    users: [{ name: "demo", lock_passwd: false, plain_text_passwd: PASSWORD }],
    atoll_witness: { tick: `10.0.2.2:${ticks.port}`, tick_interval_ms: 50, write_interval_ms: 50 },
  };
  guest = await BareGuest.start(guestImage(), { name: "image-test", userData: multipart(userData) });
});

after(async () => {
  await guest?.remove();
  ticks?.close();
});

test("the guest boots, takes its seed, ticks, and refuses a wrong password", async () => {
  await ticks.next("image-test", 120_000, 0);
  await waitUntil("the login prompt", 30_000, () => guest.serialLog().includes("login: "));
  const serial = await guest.serial();
  serial.type("");
  await serial.expect(/image-test login: /);
  serial.type("demo");
  await serial.giveSecret("wrong");
  await serial.expect(/Login incorrect/);
  await serial.logIn("demo", PASSWORD);
  assert.match((await serial.run("id -un")).output, /demo/);
  assert.equal((await serial.run("hostname")).output, "image-test");
  assert.equal((await serial.run("cat /etc/shadow")).code, 1);
});

test("the guest agent answers", async () => {
  const { connect } = await import("node:net");
  const socket = connect(join(guest.folder, "agent"));
  let answer = "";
  socket.on("data", (bytes) => (answer += bytes.toString()));
  socket.write('{"execute":"guest-network-get-interfaces"}\n');
  await waitUntil("an answer of the guest agent", 20_000, () => answer.includes("10.0.2.15"));
  socket.destroy();
});

test("the screen shows a login and the counter", async () => {
  const picture = join(guest.folder, "screen.ppm");
  await guest.qmp.execute("screendump", { filename: picture });
  const pixels = readFileSync(picture);
  const lit = pixels.subarray(20).reduce((count, byte) => count + (byte > 100 ? 1 : 0), 0);
  // The inverted line of the counter alone is about 400 by 16 pixels of three bytes.
  assert.ok(lit > 10_000, `only ${lit} bright bytes`);
});

test("the power button shuts the guest down and no write it told of is lost", async () => {
  await guest.qmp.execute("system_powerdown");
  await guest.exited();
  assert.match(guest.serialLog(), /Guest image-test goes down/);
  const told = ticks.of("image-test").at(-1);
  assert.ok(told && told.write > 0 && told.writeErrors === 0);
  const image = JSON.parse(readFileSync(guestImage().replace(/qcow2$/, "json"), "utf8"));
  const numbers = witnessNumbers(guest.disk, image);
  assert.ok(/** @type {number} */ (numbers.at(-1)) >= told.write, `${numbers.at(-1)} on disk, ${told.write} told`);
  execFileSync("qemu-img", ["check", "-q", guest.disk]);
});

/** The user data as the manager writes it where there are users and own user data: several parts, base64. */
/** @param {object} settings */
function multipart(settings) {
  const text = Buffer.from(`#cloud-config\n${JSON.stringify(settings)}\n`).toString("base64");
  return [
    'Content-Type: multipart/mixed; boundary="part"',
    "MIME-Version: 1.0",
    "",
    "--part",
    'Content-Type: text/cloud-config; charset="utf-8"',
    "Content-Transfer-Encoding: base64",
    "",
    text,
    "--part--",
    "",
  ].join("\n");
}
