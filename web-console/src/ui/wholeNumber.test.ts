import { describe, expect, it } from "vitest";
import { wholeNumber } from "./wholeNumber";

describe("wholeNumber", () => {
  it("reads digits", () => {
    expect(["0", " 42 ", "1500"].map(wholeNumber)).toEqual([0, 42, 1500]);
  });

  it("takes nothing else for a number, least of all an empty field", () => {
    expect(["", " ", "abc", "10a", "1e3", "1.5", "-1", "0x10", "9".repeat(16)].map(wholeNumber)).toEqual(
      Array.from({ length: 9 }, () => null),
    );
  });
});
