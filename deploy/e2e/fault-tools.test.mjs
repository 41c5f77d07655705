// The fault tools by themselves, without the product: what they say they break is broken, and whole again afterwards.
import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { after, before, test } from "node:test";
import { HostNetwork } from "../faults/lib/network.mjs";
import { OwnPoolLayer } from "../faults/lib/pool.mjs";
import { SlowProxy } from "../faults/lib/proxy.mjs";
import { startWitness } from "../faults/lib/own-witness.mjs";
import { WitnessDisk } from "../faults/lib/oracles.mjs";
import { waitUntil } from "./lib/wait.mjs";

const REPO_DEPLOY = join(import.meta.dirname, "..");
const NAMESPACES = /** @type {const} */ (["atoll-faults-1", "atoll-faults-2"]);
const ADDRESSES = /** @type {const} */ (["10.254.254.1", "10.254.254.2"]);
const unable =
  process.getuid?.() === 0 && process.platform === "linux"
    ? false
    : "only root makes namespaces and mounts file systems";

/** @type {string} */
let folder;
/** @type {OwnPoolLayer[]} */
const layers = [];

/** @param {string[]} words */
const ip = (...words) => execFileSync("ip", words, { encoding: "utf8" });
/** @param {string[]} words */
const built = (...words) => execFileSync(join(REPO_DEPLOY, String(words[0])), words.slice(1));

before(async () => {
  if (unable) return;
  folder = mkdtempSync(join(tmpdir(), "atoll-faults-"));
  built("faults/build-layer", folder);
  built("images/build-witness", folder);
  mkdirSync(join(folder, "real"));
  for (const name of ["one", "two"]) {
    const socket = join(folder, `${name}.sock`);
    layers.push(
      await OwnPoolLayer.start(join(folder, "faulty-pool"), join(folder, "real"), join(folder, name), socket),
    );
  }
  for (const name of NAMESPACES) ip("netns", "add", name);
  ip("link", "add", "fault0", "netns", NAMESPACES[0], "type", "veth", "peer", "name", "fault0", "netns", NAMESPACES[1]);
  for (const [at, name] of NAMESPACES.entries()) {
    ip("-n", name, "addr", "add", `${ADDRESSES[at]}/24`, "dev", "fault0");
    ip("-n", name, "link", "set", "fault0", "up");
    ip("-n", name, "link", "set", "lo", "up");
  }
});

after(async () => {
  if (unable) return;
  for (const name of NAMESPACES) ip("netns", "del", name);
  for (const layer of layers) await layer.stop();
  rmSync(folder, { recursive: true });
});

const [one, two] = /** @type {const} */ ([0, 1]).map((at) => () => /** @type {OwnPoolLayer} */ (layers[at]));
if (!one || !two) throw new Error("two layers");

/** @param {string} script python, whose output is answered */
const python = (script) => execFileSync("python3", ["-c", script], { encoding: "utf8" }).trim();

test("what is written through one layer is read through the other, also with O_DIRECT", { skip: unable }, () => {
  const script = `
import mmap, os
page = mmap.mmap(-1, 4096); page.write(b"x" * 4096)
out = os.open("${folder}/one/direct", os.O_CREAT | os.O_RDWR | os.O_DIRECT | os.O_DSYNC, 0o600)
assert os.pwritev(out, [page], 4096) == 4096
back = mmap.mmap(-1, 8192)
size = os.preadv(os.open("${folder}/two/direct", os.O_RDONLY | os.O_DIRECT), [back], 0)
print(size, back[:4096] == bytes(4096), back[4096:8192] == b"x" * 4096)`;
  assert.equal(python(script), "8192 True True");
});

test(
  "open-file-description locks conflict across layers and with the real folder, and go with the last close",
  {
    skip: unable,
  },
  () => {
    const script = `
import errno, fcntl, os, struct
OFD_GETLK, OFD_SETLK = 36, 37
def lock(file, kind):
    try:
        fcntl.fcntl(file, OFD_SETLK, struct.pack("hhqqi4x", kind, 0, 100, 1, 0)); return "ok"
    except OSError as error:
        return errno.errorcode[error.errno]
def holder(file):
    return struct.unpack("hhqqi4x", fcntl.fcntl(file, OFD_GETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 100, 1, 0)))[0] != fcntl.F_UNLCK
def open_in(where): return os.open("${folder}/%s/locked" % where, os.O_CREAT | os.O_RDWR, 0o600)
a, b, same, real = open_in("one"), open_in("two"), open_in("one"), open_in("real")
print(lock(a, fcntl.F_WRLCK), lock(b, fcntl.F_WRLCK), lock(same, fcntl.F_RDLCK), lock(real, fcntl.F_WRLCK), holder(b))
os.close(os.dup(a)) # an open file description keeps its locks when a copy of it is closed
print(lock(b, fcntl.F_WRLCK))
os.close(a)
import time
for attempt in range(50): # the last close is told to the layer a moment later
    if not holder(b): break
    time.sleep(0.02)
print(lock(b, fcntl.F_WRLCK), lock(real, fcntl.F_WRLCK))`;
    assert.equal(python(script), "ok EAGAIN EAGAIN EAGAIN True\nEAGAIN\nok EAGAIN");
  },
);

test("hanging requests go on when healed; the other layer does not notice", { skip: unable }, async () => {
  await one().hang();
  const child = spawn("dd", ["if=/dev/zero", `of=${folder}/one/hung`, "bs=4096", "count=1", "status=none"]);
  await waitUntil("a request that waits", 10_000, async () => (await one().status()).waiting > 0);
  writeFileSync(join(folder, "two", "other"), "x");
  assert.equal(child.exitCode, null);
  await one().heal();
  if (child.exitCode === null) await once(child, "exit");
  assert.equal(child.exitCode, 0);
  assert.equal(readFileSync(join(folder, "two", "hung")).length, 4096);
});

test("a killed process ends only where the hang is killable", { skip: unable }, async () => {
  await one().hang({ killable: true });
  const child = spawn("dd", ["if=/dev/zero", `of=${folder}/one/hung2`, "bs=4096", "count=1", "status=none"]);
  const exited = once(child, "exit");
  await waitUntil("a request that waits", 10_000, async () => (await one().status()).waiting > 0);
  child.kill("SIGKILL");
  await exited;
  await one().heal();
});

test("failing, read-only, slow and stale", { skip: unable }, async () => {
  const file = join(folder, "one", "small");
  writeFileSync(file, "before");
  await one().fail(100);
  assert.throws(() => readFileSync(file), /EIO/);
  await one().heal();
  await one().readonly();
  assert.throws(() => writeFileSync(file, "no"), /EROFS/);
  await one().heal();
  await one().stale(".");
  writeFileSync(join(folder, "two", "small"), "after!");
  assert.equal(readFileSync(file, "utf8"), "before");
  await one().heal();
  assert.equal(readFileSync(file, "utf8"), "after!");
  await one().slow(50);
  const startedMs = Date.now();
  readFileSync(file);
  await one().heal();
  assert.ok(Date.now() - startedMs >= 100, "an open and a read");
});

test("a lost acknowledgement: the write is there, its writer waits", { skip: unable }, async () => {
  const file = openSync(join(folder, "one", "late"), "w");
  await one().late(0);
  const child = spawn("dd", [
    "if=/dev/zero",
    `of=${folder}/one/late`,
    "bs=512",
    "count=1",
    "conv=notrunc",
    "status=none",
  ]);
  await waitUntil("the write on the disk", 10_000, () => readFileSync(join(folder, "real", "late")).length === 512);
  assert.equal(child.exitCode, null);
  await one().heal();
  if (child.exitCode === null) await once(child, "exit");
  assert.equal(child.exitCode, 0);
  writeSync(file, "x");
  closeSync(file);
});

test(
  "QEMU through a layer: the image lock holds, a hang stops the witness and loses nothing",
  {
    skip: unable,
  },
  async () => {
    const disk = join(folder, "one", "disk.qcow2");
    execFileSync("qemu-img", [
      "convert",
      "-f",
      "raw",
      "-O",
      "qcow2",
      join(folder, "witness.raw"),
      join(folder, "real/disk.qcow2"),
    ]);
    const witness = await startWitness(disk);
    try {
      const oracle = new WitnessDisk("witness", join(folder, "real", "disk.qcow2"));
      await waitUntil("records on the disk", 60_000, async () => (await oracle.look()).newest > 70);
      await assert.rejects(startWitness(join(folder, "two", "disk.qcow2")), /lock/);
      await one().hang();
      await waitUntil("a request that waits", 10_000, async () => (await one().status()).waiting > 0);
      const held = (await oracle.look()).newest;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      assert.equal((await oracle.look()).newest, held);
      await one().heal();
      await waitUntil("more records", 20_000, async () => (await oracle.look()).newest > held + 5);
      assert.deepEqual([...oracle.violations.values()], []);
    } finally {
      await one().heal();
      await witness.kill();
    }
  },
);

test("a witness that stood still and goes on after another took its disk is found out", { skip: unable }, async () => {
  const disk = join(folder, "double.raw");
  execFileSync("cp", [join(folder, "witness.raw"), disk]);
  const oracle = new WitnessDisk("double", disk);
  const old = await startWitness(disk, { guarded: false });
  try {
    await waitUntil("records of the first", 20_000, async () => (await oracle.look()).newest > 70);
    old.signal("SIGSTOP");
    const taker = await startWitness(disk, { guarded: false });
    try {
      await waitUntil("records of the second", 20_000, async () => (await oracle.look()).boots === 2);
      assert.equal(oracle.violations.size, 0, "one after the other is no double run");
      old.signal("SIGCONT");
      await waitUntil("the double run found", 20_000, async () => {
        await oracle.look();
        return [...oracle.violations.values()].some((words) => words.includes("DOUBLE_RUN"));
      });
    } finally {
      await taker.kill();
    }
  } finally {
    await old.kill();
  }
});

// --- Network -----------------------------------------------------------------------------------------------------------

const run = promisify(execFile);

/** Runs a script in the first namespace. @param {string} script @param {string} [namespace] */
async function scriptIn(script, namespace = NAMESPACES[0]) {
  const words = ["netns", "exec", namespace, process.execPath, "-e", script];
  return (await run("ip", words)).stdout.trim();
}

/** How many datagrams from the first to the second namespace and back arrive. @param {number} count */
async function pings(count) {
  const echo = `const s = require("dgram").createSocket("udp4");
    s.on("message", (m, from) => s.send(m, from.port, from.address)).bind(7777, () => console.log("up"));`;
  const server = spawn("ip", ["netns", "exec", NAMESPACES[1], process.execPath, "-e", echo]);
  await once(server.stdout, "data");
  const answered = await scriptIn(`const s = require("dgram").createSocket("udp4"); let back = 0, sent = 0;
    s.on("message", () => back++).on("error", () => {});
    const timer = setInterval(() => {
      if (sent++ < ${count}) return s.send("x", 7777, "${ADDRESSES[1]}", () => {});
      clearInterval(timer);
      setTimeout(() => { console.log(back); process.exit(); }, 300);
    }, 2);`);
  server.kill("SIGKILL");
  return Number(answered);
}

/** A server in the second namespace that answers what it gets, on a port. @param {number} port */
async function echoServer(port) {
  const script = `require("net").createServer(s => s.on("error", () => {}).pipe(s)).listen(${port}, () => console.log("up"))`;
  const child = spawn("ip", ["netns", "exec", NAMESPACES[1], process.execPath, "-e", script]);
  await once(child.stdout, "data");
  return child;
}

/** Milliseconds until a line came back from the first namespace's connection to the port, or what went wrong. @param {number} port @param {number} limitMs */
function roundTrip(port, limitMs) {
  const script = `
    const started = Date.now();
    const socket = require("net").connect(${port}, "${ADDRESSES[1]}", () => socket.write("hello"));
    socket.on("data", () => { console.log(Date.now() - started); process.exit(); });
    socket.on("error", (error) => { console.log(error.code); process.exit(); });
    setTimeout(() => { console.log("silent"); process.exit(); }, ${limitMs});`;
  return scriptIn(script);
}

test("cut, one-way cut, loss and heal", { skip: unable }, async () => {
  const network = new HostNetwork(NAMESPACES[0]);
  assert.equal(await pings(3), 3);
  for (const direction of /** @type {const} */ (["out", "in", "both"])) {
    await network.cut({ to: ADDRESSES[1], direction });
    assert.equal(await pings(2), 0, direction);
    await network.heal();
  }
  await network.cut({ to: "10.254.254.9" });
  assert.equal(await pings(2), 2, "another peer");
  await network.heal();
  const [there, elsewhere] = [{ to: ADDRESSES[1] }, { to: "10.254.254.9" }];
  await network.cut(there);
  await network.cut(elsewhere);
  await network.mend(elsewhere);
  assert.equal(await pings(2), 0, "the other of two cuts");
  await network.mend(there);
  assert.equal(await pings(2), 2, "both mended");
  await network.loss(30, { direction: "out" });
  const answered = await pings(400);
  assert.ok(answered > 200 && answered < 360, `${answered} of 400 at 30 % loss`);
  await network.heal();
  assert.equal(await pings(3), 3);
});

test("a cut of one service leaves the others", { skip: unable }, async () => {
  const servers = [await echoServer(2181), await echoServer(7443)];
  const network = new HostNetwork(NAMESPACES[0]);
  try {
    await network.cut({ port: 2181 });
    assert.equal(await roundTrip(2181, 700), "silent");
    assert.match(await roundTrip(7443, 5_000), /^\d+$/);
    await network.heal();
    await network.flap(300, 300, { port: 7443 });
    const seen = new Set();
    for (let n = 0; n < 12; n++) seen.add(/^\d+$/.test(await roundTrip(7443, 150)));
    assert.equal(seen.size, 2, "both cut and whole were seen");
    // Ended at any moment, also while a step is writing its rules, it is over.
    for (let n = 0; n < 10; n++) {
      await network.flap(1, 1, { port: 7443 });
      await delay(3 * n);
      await network.heal();
      await delay(50);
      assert.doesNotMatch(ip("netns", "exec", NAMESPACES[0], "nft", "list", "ruleset"), /atoll_faults/, `end ${n}`);
    }
  } finally {
    await network.heal();
    servers.forEach((server) => server.kill("SIGKILL"));
  }
});

test("connections to a service are ended, and can be made anew", { skip: unable }, async () => {
  const server = await echoServer(2181);
  const network = new HostNetwork(NAMESPACES[0]);
  try {
    const outcome = scriptIn(`
      const socket = require("net").connect(2181, "${ADDRESSES[1]}", () => socket.write("hello"));
      socket.on("error", (error) => { console.log(error.code); process.exit(); });
      setTimeout(() => { console.log("alive"); process.exit(); }, 10_000);`);
    const aborting = setInterval(() => void network.abort(2181), 200);
    assert.match(await outcome, /^ECONN/);
    clearInterval(aborting);
    assert.match(await roundTrip(2181, 5_000), /^\d+$/);
  } finally {
    server.kill("SIGKILL");
  }
});

test("the proxy delays, freezes with the connection open, and goes on", { skip: unable }, async () => {
  const server = await echoServer(2181);
  const network = new HostNetwork(NAMESPACES[0]);
  const proxy = await SlowProxy.start(network, ADDRESSES[1], 2181);
  try {
    assert.match(await roundTrip(2181, 5_000), /^\d+$/);
    await proxy.set({ delayMs: 300 });
    // A timer may be a millisecond early, by the other process's clock.
    const delayed = await roundTrip(2181, 5_000);
    assert.ok(Number(delayed) >= 590, `both ways: ${delayed} ms`);
    await proxy.set({ delayMs: 0, frozen: true });
    assert.equal(await roundTrip(2181, 700), "silent");
    await proxy.set({ frozen: false });
    assert.match(await roundTrip(2181, 5_000), /^\d+$/);
  } finally {
    await network.heal();
    await proxy.stop();
    server.kill("SIGKILL");
  }
});
