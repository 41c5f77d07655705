// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ObjectCollection } from "./objects";

interface Thing {
  metadata: { id: string; revision: number };
  text: string;
}

const thing = (id: string, revision: number, text = `${id}@${revision}`): Thing => ({
  metadata: { id, revision },
  text,
});

describe("ObjectCollection", () => {
  let things: ObjectCollection<Thing>;
  beforeEach(() => {
    vi.useFakeTimers();
    things = new ObjectCollection();
  });

  it("keeps the newest revision, in whatever order they arrive", () => {
    things.put(thing("a", 2));
    things.put(thing("a", 1));
    expect(things.get("a")?.text).toBe("a@2");
  });

  it("does not bring back what was deleted after the listing was read", () => {
    things.remove("a", 5);
    things.replace([thing("a", 4), thing("b", 1)], new Set());
    expect(things.all().map((each) => each.metadata.id)).toEqual(["b"]);
  });

  it("takes what was made anew under a higher revision", () => {
    things.remove("a", 5);
    things.put(thing("a", 6));
    expect(things.get("a")?.text).toBe("a@6");
  });

  it("forgets on a full listing what is gone, but not what arrived while it was read", () => {
    things.replace([thing("old", 1), thing("kept", 1)], new Set());
    const before = things.ids();
    things.put(thing("fresh", 1));
    things.replace([thing("kept", 2)], before);
    expect(things.all().map((each) => each.text)).toEqual(["kept@2", "fresh@1"]);
  });

  it("tells a row at the next frame, once for many changes, and only the row that changed", () => {
    things.replace([thing("a", 1), thing("b", 1)], new Set());
    vi.runAllTimers();
    const a = vi.fn();
    const b = vi.fn();
    things.subscribeRow("a", a);
    things.subscribeRow("b", b);
    for (let revision = 2; revision < 50; revision += 1) things.put(thing("a", revision));
    vi.runAllTimers();
    expect(a).toHaveBeenCalledTimes(1);
    expect(b).not.toHaveBeenCalled();
  });

  it("hands out the same list until something changed", () => {
    things.replace([thing("a", 1)], new Set());
    const list = things.all();
    things.put(thing("a", 1, "told again"));
    expect(things.all()).toBe(list);
    vi.runAllTimers();
    expect(things.all()).not.toBe(list);
  });
});
