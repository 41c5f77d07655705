// What the manager's process has around it: its children, listening sockets, the addresses it is connected to, its memory.
import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const LOOK_EVERY_MS = 400;
/** Fields of /proc/<pid>/stat after the name: minor faults of children that have ended. */
const CHILD_FAULTS = 8;

/** @param {number} pid */
export async function lookAround(pid) {
  const pids = await family(pid);
  const commands = await Promise.all(pids.map((child) => fs.readFile(`/proc/${child}/comm`, "utf8").catch(() => "")));
  const { stdout } = await run("ss", ["-Htnap"]);
  const rows = stdout
    .split("\n")
    .filter((row) => row.includes(`pid=${pid},`))
    .map((row) => row.trim().split(/\s+/));
  const listeners = rows.filter((row) => row[0] === "LISTEN").map((row) => String(row[3]));
  const listening = new Set(listeners.map((address) => address.slice(address.lastIndexOf(":") + 1)));
  const outgoing = rows.filter((row) => row[0] !== "LISTEN" && !listening.has(portOf(String(row[3]))));
  return {
    children: unique(commands.map((command) => command.trim()).filter((command) => command !== "")),
    listeners: unique(listeners),
    peers: unique(outgoing.map((row) => plain(String(row[4])))),
    endedChildren: await endedChildren(pid),
  };
}

/**
 * Looks again and again until asked for everything that was seen.
 *
 * @param {number} pid
 */
export function watch(pid) {
  const seen = { children: new Set(), listeners: new Set(), peers: new Set(), endedChildren: 0 };
  let stopped = false;
  const look = async () => {
    while (!stopped) {
      const now = await lookAround(pid);
      for (const key of /** @type {const} */ (["children", "listeners", "peers"]))
        for (const one of now[key]) seen[key].add(one);
      seen.endedChildren = now.endedChildren;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return seen;
  };
  const looking = look();
  return {
    stop() {
      stopped = true;
      return looking;
    },
  };
}

/** Resident memory now and at its highest. @param {number} pid */
export async function memoryMiB(pid) {
  const status = await fs.readFile(`/proc/${pid}/status`, "utf8");
  const kib = (/** @type {string} */ name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
  return { resident: Math.round(kib("VmRSS") / 1024), highest: Math.round(kib("VmHWM") / 1024) };
}

/**
 * Grows whenever a child of the process has ended, however short its life was: a program that was started and is gone
 * before anybody looks has still touched memory.
 *
 * @param {number} pid
 */
async function endedChildren(pid) {
  const stat = await fs.readFile(`/proc/${pid}/stat`, "utf8");
  return Number(
    stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .at(CHILD_FAULTS),
  );
}

/** @param {string[]} words */
const unique = (words) => [...new Set(words)].sort();
/** @param {string} address */
const portOf = (address) => address.slice(address.lastIndexOf(":") + 1);
/** @param {string} address */
const plain = (address) => address.replace("[::ffff:", "").replace("]", "");

/** All descendants of a process. @param {number} pid @returns {Promise<number[]>} */
async function family(pid) {
  const { stdout } = await run("ps", ["-eo", "pid=,ppid="]);
  const pairs = stdout
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (let i = 0; i < found.length; i++)
    for (const [child, parent] of pairs) if (parent === found[i] && child !== undefined) found.push(child);
  return found.slice(1);
}
