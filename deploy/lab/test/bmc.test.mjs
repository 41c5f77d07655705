import assert from "node:assert/strict";
import { test } from "node:test";
import { METRICS, RESET, SYSTEM, USER, WATTS, redfishAnswer } from "../redfish.mjs";
import { macOf, wokenMac } from "../wake.mjs";

/** @typedef {import("../chassis.mjs").Fault} Fault */

/** @param {boolean} isOn @param {Fault} fault */
function chassis(isOn, fault = "none") {
  const orders = /** @type {string[]} */ ([]);
  return {
    number: 2,
    isOn,
    fault,
    password: "pw",
    orders,
    order: (/** @type {string} */ order) => void orders.push(order),
  };
}

/** @param {ReturnType<typeof chassis>} of @param {string} path @param {{ password?: string, body?: unknown }} [more] */
function ask(of, path, { password = "pw", body } = {}) {
  const authorization = `Basic ${Buffer.from(`${USER}:${password}`).toString("base64")}`;
  const method = body === undefined ? "GET" : "POST";
  return redfishAnswer(of, { method, path, authorization, body: JSON.stringify(body ?? "") });
}

test("the power is told to who knows the password", () => {
  assert.equal(JSON.parse(ask(chassis(true), SYSTEM)?.body ?? "").PowerState, "On");
  assert.equal(JSON.parse(ask(chassis(false), SYSTEM)?.body ?? "").PowerState, "Off");
  assert.equal(ask(chassis(true), SYSTEM, { password: "no" })?.status, 401);
});

test("orders are carried out, and what is off already says so", () => {
  const on = chassis(true);
  assert.equal(ask(on, RESET, { body: { ResetType: "ForceOff" } })?.status, 204);
  assert.equal(ask(on, RESET, { body: { ResetType: "GracefulShutdown" } })?.status, 204);
  assert.deepEqual(on.orders, ["off", "shutdown"]);
  const off = chassis(false);
  assert.equal(ask(off, RESET, { body: { ResetType: "ForceOff" } })?.status, 409);
  assert.equal(ask(off, RESET, { body: { ResetType: "Melt" } })?.status, 400);
  assert.equal(ask(off, RESET, { body: { ResetType: "On" } })?.status, 204);
  assert.deepEqual(off.orders, ["on"]);
});

test("it measures what the chassis draws", () => {
  const watts = (/** @type {boolean} */ isOn) => JSON.parse(ask(chassis(isOn), METRICS)?.body ?? "").PowerWatts.Reading;
  assert.deepEqual([watts(true), watts(false)], [WATTS.on, WATTS.off]);
  assert.equal(ask(chassis(true), METRICS, { password: "no" })?.status, 401);
});

test("each fault shows", () => {
  assert.equal(ask(chassis(true, "silent"), SYSTEM), null);
  assert.throws(() => JSON.parse(ask(chassis(true, "garbage"), SYSTEM)?.body ?? ""));
  assert.equal(ask(chassis(true, "refuses-login"), SYSTEM)?.status, 401);
  assert.equal(JSON.parse(ask(chassis(true, "says-off"), SYSTEM)?.body ?? "").PowerState, "Off");
  assert.equal(ask(chassis(true, "says-off"), RESET, { body: { ResetType: "ForceOff" } })?.status, 409);
});

test("a magic packet names one card", () => {
  const mac = macOf(21, 3);
  assert.equal(mac, "02:77:15:01:03:01");
  const address = Buffer.from(mac.replaceAll(":", ""), "hex");
  const packet = Buffer.concat([Buffer.alloc(6, 0xff), ...Array.from({ length: 16 }, () => address)]);
  assert.equal(wokenMac(packet), mac);
  assert.equal(wokenMac(packet.subarray(0, 101)), null);
  packet[50] = 0;
  assert.equal(wokenMac(packet), null);
});
