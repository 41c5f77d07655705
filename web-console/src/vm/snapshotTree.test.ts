import { describe, expect, it } from "vitest";
import type { Snapshot } from "../api/types";
import { placed } from "./snapshotTree";

function snapshot(id: string, parentId: string | null): Snapshot {
  return {
    id,
    parentId,
    name: id,
    description: "",
    createdBy: "admin",
    createdAt: "2026-01-01T00:00:00Z",
    state: "READY",
    current: false,
    quiesced: false,
    quiesceDetail: "",
    guestWas: "RUNNING",
    disks: [],
  };
}

describe("the tree of snapshots", () => {
  it("shows each after the one it was taken after", () => {
    const rows = placed([snapshot("a", null), snapshot("b", "a"), snapshot("c", "b"), snapshot("d", "a")]);
    expect(rows.map(({ snapshot: { id }, depth }) => [id, depth])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 2],
      ["d", 1],
    ]);
  });

  it("begins anew where a parent is not known, and ends where they go round", () => {
    expect(placed([snapshot("b", "gone")]).map(({ depth }) => depth)).toEqual([0]);
    expect(placed([snapshot("a", "b"), snapshot("b", "a")])).toEqual([]);
  });
});
