import { describe, expect, it } from "vitest";
import { repairedFilter } from "./filterRepair";

describe("repairedFilter", () => {
  it.each([
    ["status.powerState = RUNNING", 'status.powerState == "RUNNING"'],
    ["status.powerState=RUNNING", 'status.powerState == "RUNNING"'],
    ["(metadata.name =~ web and spec.memoryMiB = 2048)", '(metadata.name ~ "web" and spec.memoryMiB == 2048)'],
    ["metadata.labels.env in (prod, test) and a == true", 'metadata.labels.env in ("prod", "test") and a == true'],
    ['metadata.name = "a b"', 'metadata.name == "a b"'],
  ])("%s → %s", (text, meant) => {
    expect(repairedFilter(text)).toBe(meant);
  });

  it.each(["status.powerState ==", "spec.memoryMiB > 2048", 'a == "x"', ""])("makes nothing up for %s", (text) => {
    expect(repairedFilter(text)).toBeNull();
  });
});
