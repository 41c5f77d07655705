import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Qmp } from "./qmp.mjs";
import { SerialConsole } from "./serial-console.mjs";

/** @typedef {{ name: string, userData?: string, networkConfig?: string, memoryMiB?: number,
 *   disk?: string, incoming?: boolean, cache?: "writeback" | "none", host?: string }} BareGuestOptions */

/** A guest in a QEMU started by hand, without any of Atoll: the yardstick for the image, and for migrations. */
export class BareGuest {
  /** @param {string} image path of guest.qcow2 @param {BareGuestOptions} options */
  static async start(image, options) {
    const folder = mkdtempSync(join(tmpdir(), "atoll-bare-"));
    const disk = options.disk ?? newDisk(image, join(folder, "disk.qcow2"));
    const seed = makeSeed(folder, options);
    const tap = options.host === undefined ? undefined : addTap(options.host);
    const [program, ...rest] = [
      ...onHost(options.host),
      "qemu-system-x86_64",
      ...argumentsFor(folder, disk, seed, options, tap),
    ];
    const process = spawn(String(program), rest, { stdio: "inherit" });
    const guest = new BareGuest(folder, disk, process, () => removeTap(options.host, tap));
    try {
      guest.qmp = await Qmp.open(join(folder, "qmp"));
      return guest;
    } catch (error) {
      await guest.kill();
      throw error;
    }
  }

  /** @type {Qmp} */
  // @ts-expect-error set before anyone sees the guest
  qmp;
  #process;
  /** @type {Promise<unknown>} */
  #gone;

  #cleanUp;

  /**
   * @param {string} folder @param {string} disk @param {import("node:child_process").ChildProcess} process
   * @param {() => void} cleanUp
   */
  constructor(folder, disk, process, cleanUp) {
    this.#cleanUp = cleanUp;
    this.folder = folder;
    this.disk = disk;
    this.#process = process;
    this.#gone = new Promise((resolve) => process.once("exit", resolve));
  }

  serial() {
    return SerialConsole.open(join(this.folder, "serial"));
  }

  /** Everything the serial line printed since the start. */
  serialLog() {
    return readFileSync(join(this.folder, "serial.log"), "latin1");
  }

  exited() {
    return this.#gone;
  }

  async kill() {
    this.qmp?.close();
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill("SIGKILL");
      await this.#gone;
    }
  }

  async remove() {
    await this.kill();
    this.#cleanUp();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @param {string} image @param {string} disk */
export function newDisk(image, disk) {
  execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", "-b", image, "-F", "qcow2", disk]);
  return disk;
}

/** A seed as a small FAT disk: mtools are there anyway, they build the image. */
/** @param {string} folder @param {BareGuestOptions} options */
export function makeSeed(folder, options) {
  const seed = join(folder, "seed.img");
  const files = {
    "meta-data": `instance-id: ${options.name}\nlocal-hostname: ${options.name}\n`,
    "user-data": options.userData ?? "",
    "network-config": options.networkConfig ?? "",
  };
  execFileSync("mformat", ["-C", "-f", "1440", "-v", "CIDATA", "-i", seed, "::"]);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
    if (text) execFileSync("mcopy", ["-i", seed, join(folder, name), `::${name}`]);
  }
  return seed;
}

/** @param {string | undefined} host the namespace of a host of the lab */
const onHost = (host) => (host === undefined ? [] : ["ip", "netns", "exec", host]);

let taps = 0;

/** A tap on the bridge the host's agent made for guests. @param {string} host */
function addTap(host) {
  const tap = `bare${process.pid % 10_000}x${taps++}`;
  execFileSync("ip", ["-n", host, "tuntap", "add", tap, "mode", "tap"]);
  execFileSync("ip", ["-n", host, "link", "set", tap, "master", "atbr0", "up"]);
  return tap;
}

/** @param {string | undefined} host @param {string | undefined} tap */
function removeTap(host, tap) {
  if (host !== undefined && tap !== undefined) execFileSync("ip", ["-n", host, "link", "del", tap]);
}

/** @param {string} folder @param {string} disk @param {string} seed @param {BareGuestOptions} options @param {string} [tap] */
function argumentsFor(folder, disk, seed, options, tap) {
  const netdev = tap === undefined ? { type: "user" } : { type: "tap", ifname: tap, script: "no", downscript: "no" };
  const direct = options.cache === "none";
  const file = { driver: "file", filename: disk, cache: { direct } };
  const seedFile = { driver: "file", filename: seed, "read-only": true };
  return [
    ...["-name", options.name, "-nodefaults", "-no-user-config", "-display", "none", "-vga", "std"],
    ...["-machine", "q35", "-accel", "tcg", "-cpu", "qemu64", "-m", String(options.memoryMiB ?? 96)],
    ...["-chardev", `socket,id=serial0,path=${folder}/serial,server=on,wait=off,logfile=${folder}/serial.log`],
    ...["-serial", "chardev:serial0", "-qmp", `unix:${folder}/qmp,server=on,wait=off`],
    ...["-blockdev", JSON.stringify({ driver: "qcow2", "node-name": "disk0", cache: { direct }, file })],
    ...["-device", "virtio-blk-pci,drive=disk0"],
    ...["-blockdev", JSON.stringify({ driver: "raw", "node-name": "seed0", "read-only": true, file: seedFile })],
    ...["-device", "virtio-blk-pci,drive=seed0"],
    ...["-netdev", JSON.stringify({ id: "net0", ...netdev })],
    ...["-device", "virtio-net-pci,netdev=net0"],
    ...["-device", "virtio-serial-pci", "-chardev", `socket,id=agent0,path=${folder}/agent,server=on,wait=off`],
    ...["-device", "virtserialport,chardev=agent0,name=org.qemu.guest_agent.0"],
    ...(options.incoming ? ["-incoming", "defer"] : []),
  ];
}
