import { describe, expect, it } from "vitest";
import { i18nOf } from "../i18n";
import { en } from "../i18n/en";
import { distinct } from "./violations";

const i18n = i18nOf("en", en);
const violation = (field: string | null, code: string, detail: string) => ({ field, code, detail });

describe("distinct", () => {
  it("says once what is shown with the same words for the same field", () => {
    const bad = violation("name", "VALIDATION_FAILED", "name must be 1 to 63 characters.");
    expect(distinct([bad, { ...bad }], i18n)).toEqual([bad]);
    // Both are shown by the text for their code.
    const taken = [violation("name", "NAME_TAKEN", "By VM 1."), violation("name", "NAME_TAKEN", "By VM 2.")];
    expect(distinct(taken, i18n)).toHaveLength(1);
  });

  it("keeps what differs in field, code or text", () => {
    const all = [
      violation("name", "VALIDATION_FAILED", "is required."),
      violation("spec.imageId", "VALIDATION_FAILED", "is required."),
      violation("name", "VALIDATION_FAILED", "is reserved."),
      violation("name", "NAME_TAKEN", "is required."),
    ];
    expect(distinct(all, i18n)).toEqual(all);
  });
});
