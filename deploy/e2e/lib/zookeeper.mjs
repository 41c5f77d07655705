// Speaks to the installation's ZooKeeper with a host's certificate: reads what the coordination really holds, not what the
// manager says it does, and tries to write what a host must not. Just enough of the protocol for both.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import tls from "node:tls";

const CREATE = 1;
const DELETE = 2;
const GET_DATA = 4;
const SET_DATA = 5;
const SET_ACL = 7;
const GET_CHILDREN = 8;
const NO_NODE = -101;
const ALL_PERMISSIONS = 31;
/** Bytes in front of every answer: xid, zxid, error. */
const ANSWER_HEAD = 16;

export class Zookeeper {
  /** As the host whose state folder this is. @param {string} stateDir */
  static async asHost(stateDir) {
    const { installationId, zookeeperConnect, hostId } = JSON.parse(readFileSync(join(stateDir, "agent.json"), "utf8"));
    const identity = join(stateDir, "tls", "current");
    if (!existsSync(identity)) throw new Error(`${identity} does not exist`);
    const pem = (/** @type {string} */ name) => readFileSync(join(identity, name), "utf8");
    const zookeeper = await Zookeeper.open(String(zookeeperConnect), installationId, {
      key: pem("key.pem"),
      cert: pem("cert.pem"),
      ca: pem("ca-cert.pem"),
    });
    zookeeper.hostId = String(hostId.value);
    return zookeeper;
  }

  /**
   * As whoever the key and certificate belong to.
   *
   * @param {string} connect @param {string} installationId @param {{ key: string, cert: string, ca: string }} identity
   */
  static async open(connect, installationId, identity) {
    const [host, port] = connect.split(",")[0]?.split(":") ?? [];
    const socket = tls.connect({
      host: String(host),
      port: Number(port),
      ...identity,
      checkServerIdentity: () => undefined,
    });
    const zookeeper = new Zookeeper(socket, `/atoll/${installationId}`);
    await zookeeper.#connect();
    return zookeeper;
  }

  hostId = "";
  #socket;
  #pending = Buffer.alloc(0);
  #xid = 0;
  /** @type {((frame: Buffer) => void)[]} */
  #waiting = [];
  /** @type {((error: Error) => void)[]} */
  #failing = [];

  /** @param {tls.TLSSocket} socket @param {string} root */
  constructor(socket, root) {
    this.#socket = socket;
    this.root = root;
    socket.setTimeout(10_000, () => socket.destroy(new Error("ZooKeeper does not answer")));
    socket.on("data", (bytes) => this.#take(bytes));
    socket.on("error", (error) => this.#failing.splice(0).forEach((fail) => fail(error)));
    socket.on("close", () => this.#failing.splice(0).forEach((fail) => fail(new Error("ZooKeeper hung up"))));
  }

  /** The names below a node; none where there is no such node. @param {string} path @returns {Promise<string[]>} */
  async children(path) {
    const answer = await this.#ask(GET_CHILDREN, path);
    if (!answer) return [];
    const names = [];
    let at = 4;
    for (let left = answer.readInt32BE(0); left > 0; left--) {
      const length = answer.readInt32BE(at);
      names.push(answer.toString("utf8", at + 4, at + 4 + length));
      at += 4 + length;
    }
    return names;
  }

  /** A node's data as JSON; undefined where there is no such node. @param {string} path @returns {Promise<any>} */
  async read(path) {
    const answer = await this.#ask(GET_DATA, path);
    if (!answer) return undefined;
    const length = answer.readInt32BE(0);
    return length <= 0 ? null : JSON.parse(answer.toString("utf8", 4, 4 + length));
  }

  /** Who owns a VM: undefined when nobody ever did, or the VM is gone. @param {string} vmId */
  owner(vmId) {
    return this.read(`${this.root}/vms/${vmId}/owner`);
  }

  /**
   * Tries to make, change, take over and remove a node. Answers the error of each try; 0 is success.
   *
   * @param {string} path
   */
  async attack(path) {
    const name = lengthAndBytes(Buffer.from(path));
    const data = lengthAndBytes(Buffer.from("{}"));
    const everybody = Buffer.concat([number(1), number(ALL_PERMISSIONS), text("world"), text("anyone")]);
    const anyVersion = number(-1);
    return {
      create: await this.#errorOf(CREATE, Buffer.concat([name, data, everybody, number(0)])),
      change: await this.#errorOf(SET_DATA, Buffer.concat([name, data, anyVersion])),
      takeOver: await this.#errorOf(SET_ACL, Buffer.concat([name, everybody, anyVersion])),
      remove: await this.#errorOf(DELETE, Buffer.concat([name, anyVersion])),
    };
  }

  close() {
    this.#socket.destroy();
  }

  /** Protocol 0, no zxid seen, 10 s session, no earlier session, no password. */
  async #connect() {
    const request = Buffer.alloc(44);
    request.writeInt32BE(10_000, 12);
    request.writeInt32BE(16, 24);
    await this.#exchange(request);
  }

  /** @param {number} type @param {Buffer} body */
  async #errorOf(type, body) {
    const answer = await this.#exchange(Buffer.concat([number(++this.#xid), number(type), body]));
    return answer.readInt32BE(12);
  }

  /** @param {number} type @param {string} path */
  async #ask(type, path) {
    const name = Buffer.from(path);
    const request = Buffer.alloc(13 + name.length);
    request.writeInt32BE(++this.#xid, 0);
    request.writeInt32BE(type, 4);
    request.writeInt32BE(name.length, 8);
    name.copy(request, 12);
    const answer = await this.#exchange(request);
    const error = answer.readInt32BE(12);
    if (error === NO_NODE) return undefined;
    if (error !== 0) throw new Error(`ZooKeeper refuses ${path} with ${error}`);
    return answer.subarray(ANSWER_HEAD);
  }

  /** @param {Buffer} request @returns {Promise<Buffer>} */
  #exchange(request) {
    const head = Buffer.alloc(4);
    head.writeInt32BE(request.length);
    return new Promise((resolve, reject) => {
      // A connection that has ended says so once; who asks afterwards would never hear of it.
      if (this.#socket.destroyed) return reject(new Error("ZooKeeper has hung up"));
      this.#waiting.push(resolve);
      this.#failing.push(reject);
      this.#socket.write(Buffer.concat([head, request]));
    });
  }

  /** @param {Buffer} bytes */
  #take(bytes) {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    while (this.#pending.length >= 4 && this.#pending.length >= 4 + this.#pending.readInt32BE(0)) {
      const end = 4 + this.#pending.readInt32BE(0);
      const frame = this.#pending.subarray(4, end);
      this.#pending = this.#pending.subarray(end);
      this.#failing.shift();
      this.#waiting.shift()?.(frame);
    }
  }
}

/** @param {number} value */
function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** @param {Buffer} bytes */
const lengthAndBytes = (bytes) => Buffer.concat([number(bytes.length), bytes]);
/** @param {string} word */
const text = (word) => lengthAndBytes(Buffer.from(word));
