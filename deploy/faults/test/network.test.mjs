import assert from "node:assert/strict";
import { test } from "node:test";
import { rulesFor, tableFor } from "../lib/network.mjs";

test("a cut to everybody drops both ways", () => {
  assert.deepEqual(rulesFor({}), [
    { chain: "output", rule: "drop" },
    { chain: "input", rule: "drop" },
  ]);
});

test("a cut of one direction, peer and port names both ends of the service, and nothing else", () => {
  assert.deepEqual(rulesFor({ to: "10.1.0.2", direction: "out", port: 2181 }), [
    { chain: "output", rule: "ip daddr 10.1.0.2 tcp dport 2181 drop" },
    { chain: "output", rule: "ip daddr 10.1.0.2 tcp sport 2181 drop" },
  ]);
  assert.deepEqual(rulesFor({ direction: "in", percent: 20 }), [
    { chain: "input", rule: "numgen random mod 100 < 20 drop" },
  ]);
});

test("more than all cannot be lost", () => assert.throws(() => rulesFor({ percent: 101 }), /0 to 100/));

test("the table is replaced as a whole and spares the host's traffic with itself", () => {
  const table = tableFor([{}], []);
  assert.match(table, /^add table ip atoll_faults\ndelete table ip atoll_faults\n/);
  assert.ok(table.indexOf("oifname lo accept") < table.lastIndexOf("    drop"));
  assert.ok(!table.includes("nat"));
});
