// What a day leaves out, another brings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { todaysShare } from "../lib/share.mjs";

const LIST = ["a", "b", "c", "d", "e", "f", "g"];

test("days in a row see all of it, each part once", () => {
  for (const first of [0, 1, 20_000]) {
    const seen = [0, 1, 2].flatMap((later) => todaysShare(LIST, 3, 0, { day: first + later, whole: false }));
    assert.deepEqual(seen.sort(), LIST);
  }
});

test("on one day, lists of different turns see different parts", () => {
  const when = { day: 20_000, whole: false };
  const seen = [0, 1, 2].flatMap((turn) => todaysShare(LIST, 3, turn, when));
  assert.deepEqual(seen.sort(), LIST);
});

test("whole is whole", () => {
  assert.deepEqual(todaysShare(LIST, 3, 0, { day: 20_000, whole: true }), LIST);
});
