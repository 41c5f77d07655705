import { describe, expect, it } from "vitest";
import { compileFilter } from "./filter";

const row = {
  metadata: { name: "web-1", labels: { env: "prod", "app.io/tier": "web" } },
  spec: { memoryMiB: 2048, ha: { protected: false } },
  status: { powerState: "RUNNING", hostId: null, addresses: ["10.77.0.4"] },
};
const matches = (text: string) => compileFilter<typeof row>(text, (each) => each.metadata.name).matches?.(row);

describe("compileFilter", () => {
  it.each([
    ["", true],
    ["web", true],
    ["WEB 1", true],
    ["db", false],
    ["status.web-1", false],
    ["env=prod", false],
    ['status.powerState=="RUNNING"', true],
    ['status.powerState != "RUNNING"', false],
    ['status.powerState=="RUNNING" and metadata.name~"WEB"', true],
    ['metadata.labels.env in ("prod","test")', true],
    ['metadata.labels.app.io/tier == "web"', true],
    ['not (metadata.labels.env == "prod" or spec.memoryMiB == 1)', false],
    ["spec.memoryMiB == 2048 and spec.ha.protected == false", true],
    ["status.hostId == null", true],
    ['status.addresses == "10.77.0.4"', true],
    ['status.addresses ~ "77.0"', true],
    ['no.such.field == "x"', false],
  ])("%s → %s", (text, expected) => {
    expect(matches(text)).toBe(expected);
  });

  it.each([
    ["status.powerState ==", 21, ""],
    ['a == "x" b', 10, "b"],
    ['(a == "x"', 10, ""],
    ["a == RUNNING", 6, "RUNNING"],
    ["a ~ ;", 4, ";"],
    ["status.powerState = RUNNING", 18, "="],
    ["status.powerState=RUNNING", 18, "="],
    ["spec.memoryMiB > 2048", 15, ">"],
    ["name = web", 5, "="],
  ])("says where %s goes wrong", (text, position, found) => {
    expect(compileFilter(text, () => "").fault).toEqual({ position, found });
  });
});
