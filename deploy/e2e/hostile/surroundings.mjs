// What the manager's process has around it: its children, listening sockets, and the addresses it is connected to.
import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

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
  const outgoing = rows.filter((row) => row[0] === "ESTAB" && !listening.has(portOf(String(row[3]))));
  return {
    children: [...new Set(commands.map((command) => command.trim()).filter((command) => command !== ""))].sort(),
    listeners: [...new Set(listeners)].sort(),
    peers: [...new Set(outgoing.map((row) => hostOf(String(row[4]))))].sort(),
  };
}

/** @param {string} address */
const portOf = (address) => address.slice(address.lastIndexOf(":") + 1);
/** @param {string} address */
const hostOf = (address) => address.slice(0, address.lastIndexOf(":")).replace("[::ffff:", "").replace("]", "");

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
