// Stands at an address of the lab with somebody's certificate, as a process of its own so that it can be put into a
// host's network. Says on standard output what each caller made of it, one JSON line each.
//   node impostor.mjs <address> <port> <key.pem> <cert.pem> <ca.pem>
import { readFileSync } from "node:fs";
import tls from "node:tls";

const [address, port, key, cert, ca] = process.argv.slice(2);
const server = tls.createServer({
  key: readFileSync(String(key)),
  cert: readFileSync(String(cert)),
  ca: readFileSync(String(ca)),
  requestCert: true,
  rejectUnauthorized: false,
  ALPNProtocols: ["h2"],
});
const tell = (/** @type {object} */ what) => process.stdout.write(`${JSON.stringify(what)}\n`);
server.on("tlsClientError", (error) => tell({ refused: error.message }));
server.on("secureConnection", (socket) => {
  let bytes = 0;
  socket.on("data", (part) => (bytes += part.length));
  socket.on("error", () => undefined);
  // TLS 1.3: the caller judges the certificate after the server is done, so a refusal shows as a close without a word.
  socket.on("close", () => tell(bytes === 0 ? { refused: "closed without a word" } : { spoke: bytes }));
  socket.setTimeout(5_000, () => socket.destroy());
});
// The agent that was killed may hold the address for a moment longer: its threads end one after another.
server.on("error", (error) => {
  if (!("code" in error) || error.code !== "EADDRINUSE") throw error;
  setTimeout(listen, 100);
});
server.on("listening", () => tell({ listening: true }));
const listen = () => server.listen(Number(port), address);
listen();
