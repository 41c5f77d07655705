import { describe, expect, it } from "vitest";
import { decimalNumber } from "./decimalNumber";

describe("decimalNumber", () => {
  it.each([
    ["80", 80],
    [" 92.5 ", 92.5],
    ["-1", -1],
    ["1e+21", 1e21],
    ["1e-7", 1e-7],
  ])("reads %o", (text, value) => expect(decimalNumber(text)).toBe(value));

  it.each(["", " ", "ten", "1,5", ".", "0x10", "1e999", "NaN", "Infinity"])("takes %o for no number", (text) =>
    expect(decimalNumber(text)).toBeNull(),
  );

  it("reads back every number as it is written", () => {
    for (const value of [0, 0.1, 1e18, 5e-324, 1.7976931348623157e308, -3.25]) {
      expect(decimalNumber(String(value))).toBe(value);
    }
  });
});
