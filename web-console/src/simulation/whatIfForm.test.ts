import { describe, expect, it } from "vitest";
import { NEW_CHANGE, newChange } from "./whatIfForm";

describe("a change of a what-if", () => {
  it("is not sent before its host or VM is chosen", () => {
    expect(newChange(NEW_CHANGE, [], [])).toBeNull();
    expect(newChange({ ...NEW_CHANGE, object: "h1" }, [], [])).toEqual({ kind: "HOSTS_LOST", hostIds: ["h1"] });
  });

  it("carries the members of its kind and no others", () => {
    expect(newChange({ ...NEW_CHANGE, kind: "VMS_ADDED", object: "v1", number: "12" }, [], [])).toEqual({
      kind: "VMS_ADDED",
      likeVmId: "v1",
      count: 12,
    });
    expect(newChange({ ...NEW_CHANGE, kind: "DEMAND_GROWS", object: "v1", number: "1.5" }, [], [])).toEqual({
      kind: "DEMAND_GROWS",
      factor: 1.5,
    });
  });

  it("wants a number above nothing", () => {
    for (const number of ["", "0", "-1", "many"])
      expect(newChange({ ...NEW_CHANGE, kind: "OVERCOMMIT", number }, [], [])).toBeNull();
  });

  it("names a zone by its label and value", () => {
    const lost = { ...NEW_CHANGE, kind: "ZONE_LOST", zoneLabel: "rack " } as const;
    expect(newChange(lost, [], [])).toBeNull();
    expect(newChange({ ...lost, zone: "r1" }, [], [])).toEqual({ kind: "ZONE_LOST", zoneLabel: "rack", zone: "r1" });
  });

  it("carries a rule as rules are written, and without its name", () => {
    const rule = { ...NEW_CHANGE.rule, kind: "BLAST_RADIUS", vms: "tier=web", zoneLabel: "rack" } as const;
    expect(newChange({ ...NEW_CHANGE, kind: "RULE_ADDED" }, [], [])).toBeNull();
    expect(newChange({ ...NEW_CHANGE, kind: "RULE_ADDED", rule }, [], [])).toEqual({
      kind: "RULE_ADDED",
      rule: {
        kind: "BLAST_RADIUS",
        enforcement: "MUST",
        vmSelector: "tier=web",
        zoneLabel: "rack",
        maxSharePercent: 50,
      },
    });
    expect(newChange({ ...NEW_CHANGE, kind: "RULE_REMOVED", object: "r1" }, [], [])).toEqual({
      kind: "RULE_REMOVED",
      ruleId: "r1",
    });
  });
});
