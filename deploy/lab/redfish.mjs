// What a Redfish controller answers: one system, its power state and ComputerSystem.Reset. Enough of DSP0266 for Atoll and
// for curl, and what the chassis draws, in the shapes that real controllers use.
import { timingSafeEqual } from "node:crypto";

const ROOT = "/redfish/v1";
export const SYSTEM = `${ROOT}/Systems/1`;
export const RESET = `${SYSTEM}/Actions/ComputerSystem.Reset`;
export const CHASSIS = `${ROOT}/Chassis/1`;
export const METRICS = `${CHASSIS}/EnvironmentMetrics`;
/** What the lab's hosts draw, on and off: what no host of a lab really does. */
export const WATTS = { on: 142, off: 6 };
export const USER = "operator";
const TYPES = ["On", "ForceOff", "GracefulShutdown"];
/** @type {Record<string, import("./chassis.mjs").Order>} */
const ORDERS = { On: "on", ForceOff: "off", GracefulShutdown: "shutdown" };

/** @typedef {{ method: string, path: string, authorization: string, body: string }} Asked */
/** @typedef {{ status: number, body: string }} Answer */
/** @typedef {Pick<import("./chassis.mjs").Chassis, "number" | "isOn" | "fault" | "password" | "order">} AnyChassis */

/** @param {number} status @param {unknown} body @returns {Answer} */
const json = (status, body) => ({ status, body: JSON.stringify(body) });

/** @param {number} status @param {string} message */
const error = (status, message) =>
  json(status, { error: { code: "Base.1.0.GeneralError", "@Message.ExtendedInfo": [{ Message: message }] } });

/** What the controller answers; null: nothing, ever. @param {AnyChassis} chassis @param {Asked} asked @returns {Answer | null} */
export function redfishAnswer(chassis, asked) {
  if (chassis.fault === "silent") return null;
  if (chassis.fault === "garbage") return { status: 200, body: '{"PowerState":[{"On":' };
  if (asked.path === ROOT || asked.path === `${ROOT}/`) {
    return json(200, { RedfishVersion: "1.6.0", Systems: { "@odata.id": `${ROOT}/Systems` } });
  }
  if (!mayEnter(chassis, asked.authorization)) return error(401, "user name or password is wrong");
  if (asked.method === "POST" && asked.path === RESET) return reset(chassis, asked.body);
  if (asked.method !== "GET") return error(405, "this cannot be done here");
  if (asked.path === `${ROOT}/Systems`) return json(200, { Members: [{ "@odata.id": SYSTEM }] });
  return told(chassis, asked.path);
}

/** @param {AnyChassis} chassis @param {string} path */
function told(chassis, path) {
  switch (path) {
    case SYSTEM:
      return json(200, system(chassis));
    case CHASSIS:
      return json(200, { "@odata.id": CHASSIS, Id: "1", EnvironmentMetrics: { "@odata.id": METRICS } });
    case METRICS:
      return json(200, { "@odata.id": METRICS, PowerWatts: { Reading: chassis.isOn ? WATTS.on : WATTS.off } });
    default:
      return error(404, "there is nothing here");
  }
}

/** @param {AnyChassis} chassis @param {string} authorization */
function mayEnter(chassis, authorization) {
  if (chassis.fault === "refuses-login" || chassis.password === "") return false;
  const expected = Buffer.from(`Basic ${Buffer.from(`${USER}:${chassis.password}`).toString("base64")}`);
  const given = Buffer.from(authorization);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** @param {AnyChassis} chassis */
function system(chassis) {
  return {
    "@odata.id": SYSTEM,
    Id: "1",
    Name: `host-${chassis.number}`,
    PowerState: chassis.isOn && chassis.fault !== "says-off" ? "On" : "Off",
    Links: { Chassis: [{ "@odata.id": CHASSIS }] },
    Actions: { "#ComputerSystem.Reset": { target: RESET, "ResetType@Redfish.AllowableValues": TYPES } },
  };
}

/** @param {AnyChassis} chassis @param {string} body */
function reset(chassis, body) {
  const type = resetType(body);
  const order = ORDERS[type];
  if (!order) return error(400, `the reset type is none of ${TYPES.join(", ")}`);
  const off = !chassis.isOn || chassis.fault === "says-off";
  if (order !== "on" && off) return error(409, "the system is off already");
  chassis.order(order);
  return { status: 204, body: "" };
}

/** @param {string} body */
function resetType(body) {
  try {
    return String(JSON.parse(body).ResetType);
  } catch {
    return "";
  }
}
