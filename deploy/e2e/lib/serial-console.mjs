import { connect } from "node:net";
import { waitUntil } from "./wait.mjs";

const SECRET_READ_MS = 5_000;
const SECRET_ATTEMPTS = 5;

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
    for (let attempt = 1; ; attempt++) {
      await this.expect(/login: /, timeoutMs);
      this.type(user);
      await this.giveSecret(password);
      const [answer] = await this.expect(/\$ |# |Login incorrect/);
      if (answer !== "Login incorrect") return;
      if (attempt === SECRET_ATTEMPTS) throw new Error(`${user} may not log in; it shows: …${this.text.slice(-600)}`);
    }
  }

  /**
   * Answers a question for a password. Turning the echo off, just after the question shows, makes the guest's serial
   * driver empty its receiver, so that an answer as quick as ours can be lost whole or in part. Once login has read an
   * answer it ends the line: without that, it is given again.
   * @param {string} secret
   */
  async giveSecret(secret) {
    await this.expect(/Password: /);
    for (let attempt = 1; ; attempt++) {
      this.type(secret);
      try {
        await this.expect(/\n/, SECRET_READ_MS);
        return;
      } catch (error) {
        if (attempt === SECRET_ATTEMPTS) throw error;
      }
    }
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
