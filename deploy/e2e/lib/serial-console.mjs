import { connect } from "node:net";
import { waitUntil } from "./wait.mjs";

/** A conversation with a guest over its serial line: what it printed, and what is typed. */
export class SerialConsole {
  /** @param {string} path a Unix socket */
  static async open(path) {
    const socket = connect(path);
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return new SerialConsole((bytes) => socket.write(bytes), socket);
  }

  text = "";
  #read = 0;
  #write;

  /**
   * @param {(bytes: string) => unknown} write
   * @param {import("node:events").EventEmitter} source emits "data"
   */
  constructor(write, source) {
    this.#write = write;
    source.on("data", (/** @type {Buffer} */ bytes) => (this.text += bytes.toString("latin1")));
    source.on("error", () => undefined);
  }

  /** Waits until `pattern` shows in what was not looked at yet. @param {RegExp} pattern @param {number} [timeoutMs] */
  async expect(pattern, timeoutMs = 60_000) {
    try {
      return await waitUntil(`serial line: ${pattern}`, timeoutMs, () => {
        const match = pattern.exec(this.text.slice(this.#read));
        if (!match) return undefined;
        this.#read += match.index + match[0].length;
        return match;
      });
    } catch (error) {
      throw new Error(`${/** @type {Error} */ (error).message}; it shows: …${this.text.slice(-600)}`);
    }
  }

  /** @param {string} line */
  type(line) {
    this.#write(`${line}\r`);
  }

  /** @param {string} user @param {string} password @param {number} [timeoutMs] */
  async logIn(user, password, timeoutMs = 120_000) {
    await this.expect(/login: /, timeoutMs);
    this.type(user);
    await this.expect(/Password: /);
    this.type(password);
    await this.expect(/\$ |# /);
  }

  /** Runs a command in the guest's shell and gives what it printed. @param {string} command */
  async run(command) {
    this.type(`${command}; echo "exit=$?"`);
    // The line typed comes back first, with exit=$?; only the answer has a digit there.
    const match = await this.expect(/([\s\S]*?)exit=(\d+)\r?\n/);
    const printed = (match[1] ?? "").replace(/^[\s\S]*?exit=\$\?"\s*/, "");
    return { output: printed.trim(), code: Number(match[2]) };
  }
}
