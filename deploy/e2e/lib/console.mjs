// A VM's console over a WebSocket, spoken by hand: Node 20 has no WebSocket client, and the test wants the raw bytes.
import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import tls from "node:tls";
import { call } from "../../lab/api.mjs";
import { SerialConsole } from "./serial-console.mjs";

const BINARY = 0x82;
const CLOSE = 0x88;

/**
 * @param {import("./client.mjs").Client} client @param {string} vmId @param {"SERIAL" | "VNC"} kind
 * @param {string} [usedTicket] one to try again
 */
export async function openConsole(client, vmId, kind, usedTicket) {
  const made = usedTicket ? undefined : await call(client, "POST", `/vms/${vmId}/console-tickets`, { kind });
  const ticket = usedTicket ?? String(made.ticket);
  const socket = await upgrade(client, made?.path ?? "/api/v1/console", ticket);
  const source = new EventEmitter();
  readFrames(socket, source);
  return {
    ticket,
    source,
    console: new SerialConsole((bytes) => socket.write(frame(BINARY, Buffer.from(bytes, "latin1"))), source),
    close: () => {
      socket.write(frame(CLOSE, Buffer.alloc(0)));
      socket.destroy();
    },
  };
}

/** @param {import("./client.mjs").Client} client @param {string} path @param {string} ticket @returns {Promise<tls.TLSSocket>} */
function upgrade(client, path, ticket) {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host: client.base.hostname, port: Number(client.base.port), ca: client.ca });
    let head = "";
    socket.on("error", reject);
    socket.on("secureConnect", () =>
      socket.write(
        [
          `GET ${path} HTTP/1.1`,
          `Host: ${client.base.host}`,
          `Origin: ${client.base.origin}`,
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
          `Sec-WebSocket-Protocol: binary, ticket.${ticket}`,
          `Authorization: Bearer ${client.token}`,
          "",
          "",
        ].join("\r\n"),
      ),
    );
    const receive = (/** @type {Buffer} */ bytes) => {
      head += bytes.toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      socket.off("data", receive);
      if (!head.startsWith("HTTP/1.1 101")) {
        socket.destroy();
        reject(new Error(`console refused: ${head.slice(0, 200)}`));
        return;
      }
      socket.unshift(Buffer.from(head.slice(end + 4), "latin1"));
      resolve(socket);
    };
    socket.on("data", receive);
  });
}

/** A client's frame, masked as the protocol demands. @param {number} first @param {Buffer} payload */
function frame(first, payload) {
  const mask = randomBytes(4);
  const length = payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 255];
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([first, ...length]), mask, masked]);
}

/** @param {tls.TLSSocket} socket @param {EventEmitter} source */
function readFrames(socket, source) {
  let pending = Buffer.alloc(0);
  socket.on("data", (/** @type {Buffer} */ bytes) => {
    pending = Buffer.concat([pending, bytes]);
    for (let next = nextFrame(pending); next; next = nextFrame(pending)) {
      pending = pending.subarray(next.end);
      if (next.first === BINARY) source.emit("data", next.payload);
      if (next.first === CLOSE) source.emit("closed", next.payload.length >= 2 ? next.payload.readUInt16BE(0) : 1005);
    }
  });
}

/** @param {Buffer} bytes */
function nextFrame(bytes) {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const extra = second === 126 ? 2 : second === 127 ? 8 : 0;
  if (bytes.length < 2 + extra) return undefined;
  const length = extra === 2 ? bytes.readUInt16BE(2) : extra === 8 ? Number(bytes.readBigUInt64BE(2)) : second;
  const end = 2 + extra + length;
  return bytes.length < end ? undefined : { first, payload: bytes.subarray(2 + extra, end), end };
}
