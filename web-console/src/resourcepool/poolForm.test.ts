import { describe, expect, it } from "vitest";
import type { ResourcePool } from "../api/types";
import { newPoolForm, poolBody } from "./poolForm";
import { poolTree, withDescendants } from "./poolTree";

const pool = (id: string, parentId: string | null) =>
  ({ metadata: { id, name: id }, spec: { parentId } }) as ResourcePool;
const POOLS = [pool("web", "gold"), pool("silver", null), pool("gold", null), pool("front", "web")];

describe("the tree of pools", () => {
  it("puts children after their parent, by name", () => {
    expect(poolTree(POOLS).map(({ pool: one, depth }) => [one.metadata.name, depth])).toEqual([
      ["gold", 0],
      ["web", 1],
      ["front", 2],
      ["silver", 0],
    ]);
  });

  it("shows a pool whose parent is not known at the top", () => {
    expect(poolTree([pool("a", "gone")])).toHaveLength(1);
  });

  it("knows where a pool cannot go", () => {
    expect([...withDescendants("gold", POOLS)].sort()).toEqual(["front", "gold", "web"]);
  });
});

describe("the form of a pool", () => {
  it("sends a level or a number, and 0 for no limit", () => {
    const form = { ...newPoolForm("gold"), name: "web" };
    expect(poolBody(form)?.spec).toMatchObject({ parentId: "gold", cpuSharesLevel: "NORMAL", cpuLimitMHz: 0 });
    expect(poolBody(form)?.spec).not.toHaveProperty("cpuShares");
    const custom = { ...form, memory: { ...form.memory, level: "CUSTOM", shares: "777", limit: "2048" } } as const;
    expect(poolBody(custom)?.spec).toMatchObject({ memoryShares: 777, memoryLimitMiB: 2048 });
  });

  it("is not sent while a number cannot be read", () => {
    const form = { ...newPoolForm(""), name: "web" };
    expect(poolBody({ ...form, cpu: { ...form.cpu, reservation: "2 GHz" } })).toBeNull();
    expect(poolBody({ ...form, name: "" })).toBeNull();
  });
});
