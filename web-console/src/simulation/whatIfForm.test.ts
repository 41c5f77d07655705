import { describe, expect, it } from "vitest";
import { NEW_CHANGE, newChange } from "./whatIfForm";

describe("a change of a what-if", () => {
  it("is not sent before its host or VM is chosen", () => {
    expect(newChange(NEW_CHANGE)).toBeNull();
    expect(newChange({ ...NEW_CHANGE, object: "h1" })).toEqual({ kind: "HOSTS_LOST", hostIds: ["h1"] });
  });

  it("carries the members of its kind and no others", () => {
    expect(newChange({ kind: "VMS_ADDED", object: "v1", number: "12" })).toEqual({
      kind: "VMS_ADDED",
      likeVmId: "v1",
      count: 12,
    });
    expect(newChange({ kind: "DEMAND_GROWS", object: "v1", number: "1.5" })).toEqual({
      kind: "DEMAND_GROWS",
      factor: 1.5,
    });
  });

  it("wants a number above nothing", () => {
    for (const number of ["", "0", "-1", "many"])
      expect(newChange({ kind: "OVERCOMMIT", object: "", number })).toBeNull();
  });
});
