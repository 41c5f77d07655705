/** A guest's screen for the mock: a minimal RFB 3.8 server that paints moving bars, and a serial line that echoes. */
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import type { MockApi } from "./api";

const WIDTH = 640;
const HEIGHT = 400;

export function attachConsole(server: Server, api: MockApi): void {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "binary" });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url !== "/api/v1/console") return;
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(/\s*,\s*/);
    const secret = offered.find((each) => each.startsWith("ticket."))?.slice("ticket.".length);
    const ticket = [...api.tickets].find((each) => each.startsWith(`${secret ?? ""}/`));
    if (!ticket || !offered.includes("binary")) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    api.tickets.delete(ticket);
    sockets.handleUpgrade(request, socket, head, (websocket) => {
      if (ticket.includes("/SERIAL/")) serial(websocket);
      else rfb(websocket);
    });
  });
}

function serial(socket: WebSocket): void {
  socket.send(Buffer.from("\r\nDebian GNU/Linux 13 demo ttyS0\r\n\r\ndemo login: "));
  socket.on("message", (data: Buffer) =>
    socket.send(data.toString() === "\r" ? Buffer.from("\r\ndemo login: ") : data),
  );
}

function rfb(socket: WebSocket): void {
  let stage = 0;
  let frame = 0;
  socket.send(Buffer.from("RFB 003.008\n"));
  socket.on("message", (data: Buffer) => {
    stage += 1;
    if (stage === 1) socket.send(Buffer.from([1, 1]));
    else if (stage === 2) socket.send(Buffer.alloc(4));
    else if (stage === 3) socket.send(serverInit());
    else if (data[0] === 3 || data.length > 10) {
      frame += 1;
      setTimeout(() => socket.readyState === socket.OPEN && socket.send(paint(frame)), frame === 1 ? 0 : 500);
    }
  });
}

function serverInit(): Buffer {
  const name = Buffer.from("demo");
  const header = Buffer.alloc(24);
  header.writeUInt16BE(WIDTH, 0);
  header.writeUInt16BE(HEIGHT, 2);
  header.set([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0], 4);
  header.writeUInt32BE(name.length, 20);
  return Buffer.concat([header, name]);
}

function paint(frame: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt16BE(1, 2);
  header.writeUInt16BE(WIDTH, 8);
  header.writeUInt16BE(HEIGHT, 10);
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const bar = (x + frame * 8) % 160 < 80 ? 40 : 24;
      pixels.set([bar, bar + 20, bar + 24, 255], (y * WIDTH + x) * 4);
    }
  }
  return Buffer.concat([header, pixels]);
}
