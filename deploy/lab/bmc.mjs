// The management controllers of a lab's hosts in one process: Redfish on an address of its own for each, and the cards that
// listen for Wake-on-LAN. Their IPMI is ipmi_sim's, beside this. Started by deploy/lib/power.sh where ATOLL_LAB_BMC asks.
import { createSocket } from "node:dgram";
import { createServer } from "node:https";
import { setting } from "./api.mjs";
import { Chassis } from "./chassis.mjs";
import { redfishAnswer } from "./redfish.mjs";
import { macOf, wokenMac } from "./wake.mjs";

const REDFISH_PORT = 443;
const WAKE_PORT = 9;
const LOOK_MS = 200;
const LONGEST_BODY_BYTES = 65_536;

/** @param {import("node:http").IncomingMessage} request */
async function bodyOf(request) {
  const parts = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > LONGEST_BODY_BYTES) throw new Error("the body is too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** @param {Chassis} chassis */
function serveRedfish(chassis) {
  const server = createServer({ key: chassis.key, cert: chassis.certificate }, (request, response) => {
    bodyOf(request).then(
      (body) => {
        const answer = redfishAnswer(chassis, {
          method: request.method ?? "GET",
          path: request.url ?? "",
          authorization: request.headers.authorization ?? "",
          body,
        });
        if (answer) response.writeHead(answer.status, { "Content-Type": "application/json" }).end(answer.body);
      },
      () => response.destroy(),
    );
  });
  server.listen(REDFISH_PORT, `${setting("ATOLL_SUBNET")}.3.${chassis.number}`);
}

/** @param {Chassis[]} all */
function listenForWaking(all) {
  const lab = Number(setting("ATOLL_LAB_NUMBER"));
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  socket.on("message", (packet) => {
    const mac = wokenMac(packet);
    const woken = all.find((chassis) => macOf(lab, chassis.number) === mac);
    if (woken && !woken.isOn) woken.order("on");
  });
  socket.bind(WAKE_PORT, `${setting("ATOLL_SUBNET")}.255.255`);
}

/** What a host's own power-off program leaves. @param {Chassis[]} all */
function watchForShutdowns(all) {
  setInterval(() => {
    for (const chassis of all) {
      if (chassis.takeShutdownWish() && chassis.isOn) chassis.order("shutdown");
    }
  }, LOOK_MS);
}

const hosts = Array.from(
  { length: Number(setting("ATOLL_LAB_HOSTS")) },
  (_, index) => new Chassis(index + 1, setting("ATOLL_LAB_DIR")),
);
hosts.forEach(serveRedfish);
listenForWaking(hosts);
watchForShutdowns(hosts);
