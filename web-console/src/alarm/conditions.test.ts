import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FIGURES, OBJECT_KINDS, PROPERTIES, propertiesOf, unitOf } from "./conditions";

const SOURCES = "../manager-server/src/main/java/io/atoll/manager/alarm/internal/definition";

/** The pairs of kind and name in an enumeration of the manager's. */
function pairs(file: string): string[] {
  const source = readFileSync(`${SOURCES}/${file}.java`, "utf8");
  return [...source.matchAll(/^ {4}[A-Z_]+\(AlarmObjectKind\.([A-Z]+), "(\w+)"/gm)]
    .map(([, kind = "", name = ""]) => `${kind} ${name}`)
    .sort();
}

describe("what a definition can be about", () => {
  it("has the figures that the manager has", () => {
    const ours = OBJECT_KINDS.flatMap((kind) => FIGURES[kind].map((figure) => `${kind} ${figure}`));
    expect(ours.sort()).toEqual(pairs("AlarmFigure"));
  });

  it("has the states that the manager has", () => {
    const ours = OBJECT_KINDS.flatMap((kind) => propertiesOf(kind).map((property) => `${kind} ${property}`));
    expect(ours.sort()).toEqual(pairs("StateProperty"));
    expect(PROPERTIES.TASK.taskState.values).toEqual(["FAILED"]);
  });

  it("counts in the unit that a figure’s name says", () => {
    const units = OBJECT_KINDS.flatMap((kind) => FIGURES[kind].map(unitOf));
    expect(new Set(units)).toEqual(new Set(["%", "MiB", "GiB", "B/s", "days", "ms", ""]));
    expect(unitOf("certificateDaysLeft")).toBe("days");
    expect(unitOf("hostsNotReady")).toBe("");
  });
});
