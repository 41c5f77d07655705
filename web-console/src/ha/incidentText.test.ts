import { describe, expect, it } from "vitest";
import { inOrder, momentTime, sinceFirst, withNames } from "./incidentText";

const VM = "0193a4c0-0000-7000-8000-00000000000a";
const POOL = "0193a4c0-0000-7000-8000-00000000000b";

describe("withNames", () => {
  const vm = { kind: "vm", id: VM, name: "db-1" };

  it("puts an object where its id stood, wherever that is", () => {
    expect(withNames(`${VM} runs on n2.`, [vm])).toEqual([vm, " runs on n2."]);
    expect(withNames(`after ${VM}`, [vm])).toEqual(["after ", vm]);
    expect(withNames(`${VM}${VM}`, [vm])).toEqual([vm, vm]);
  });

  it("leaves an id that nobody knows, and a text without one, as they are", () => {
    expect(withNames(`slot on pool ${POOL} of ${VM}`, [vm])).toEqual([`slot on pool ${POOL} of `, vm]);
    expect(withNames("n4 is there again.", [vm])).toEqual(["n4 is there again."]);
    expect(withNames("", [vm])).toEqual([]);
  });
});

describe("a timeline", () => {
  const moment = (at: string, text: string) => ({ at, what: "UP", text });

  it("is in the order of time, and of telling where the time is the same", () => {
    const told = [
      moment("2026-11-29T06:20:04.1Z", "c"),
      moment("2026-11-29T06:20:03.95Z", "a"),
      moment("2026-11-29T06:20:03.950Z", "b"),
    ];
    expect(inOrder(told).map((each) => each.text)).toEqual(["a", "b", "c"]);
  });

  it("shows tenths of a second that had passed, with the day once it is another", () => {
    const first = new Date(2026, 10, 29, 23, 59, 58, 50).toISOString();
    const later = (ms: number) => new Date(Date.parse(first) + ms).toISOString();
    expect([first, later(890), later(1_950)].map((at) => momentTime(at, first))).toEqual([
      "23:59:58.0",
      "23:59:58.9",
      "2026-11-30 00:00:00.0",
    ]);
    expect([first, later(199), later(65_432)].map((at) => sinceFirst(at, first, "en-GB"))).toEqual([
      "+0.0 s",
      "+0.1 s",
      "+65.4 s",
    ]);
  });
});
