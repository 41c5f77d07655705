import { describe, expect, it } from "vitest";
import { bytes, dateTime, mebibytes, milliseconds, shortTime } from "./format";

describe("format", () => {
  it.each([
    [0, "0 B"],
    [1023, "1,023 B"],
    [1024, "1 KiB"],
    [1_610_612_736, "1.5 GiB"],
    [107_374_182_400, "100 GiB"],
    [1_152_921_504_606_846_976, "1,024 PiB"],
  ])("%d bytes → %s", (value, text) => {
    expect(bytes(value, "en-GB")).toBe(text);
  });

  it("writes MiB in the unit that reads best", () => {
    expect(mebibytes(2048, "en-GB")).toBe("2 GiB");
    expect(mebibytes(512, "en-GB")).toBe("512 MiB");
  });

  it.each([
    [71, "71 ms"],
    [3412, "3.41 s"],
    [12_300, "12.3 s"],
    [65_000, "1 min 5 s"],
    [60_000, "1 min"],
    [119_900, "2 min"],
    [1_800_000, "30 min"],
    [3_599_400, "59 min 59 s"],
    [3_599_900, "1 h"],
    [5_400_000, "1 h 30 min"],
    [7_200_000, "2 h"],
    [86_400_000, "24 h"],
  ])("%d ms → %s", (value, text) => {
    expect(milliseconds(value, "en-GB")).toBe(text);
  });

  it("writes times so that they cannot be misread", () => {
    const at = new Date(2026, 10, 3, 3, 12, 7);
    expect(dateTime(at)).toBe("2026-11-03 03:12:07");
    expect(shortTime(at, new Date(2026, 10, 3, 23, 0))).toBe("03:12:07");
    expect(shortTime(at, new Date(2026, 10, 4, 0, 1))).toBe("11-03 03:12");
    expect(shortTime(at, new Date(2027, 0, 1))).toBe("2026-11-03");
  });
});
