/** What stands in the way of a form, told by the field it is about. */
import type { ProblemCause } from "../api/types";
import type { I18n } from "../i18n";

export interface Violation {
  field: string | null;
  code: string;
  detail: string;
}

/** A refusal as violations, one for each field it names. */
export function byField(code: string, detail: string, causes: readonly ProblemCause[]): Violation[] {
  const ofFields = causes.filter((cause) => cause.field);
  if (ofFields.length === 0) return [{ field: code === "NAME_TAKEN" ? "name" : null, code, detail }];
  return ofFields.map((cause) => ({ field: cause.field ?? null, code: cause.code ?? code, detail: cause.detail }));
}

/** `/spec/memoryMiB` and `spec.memoryMiB` are the same field. */
export const pathOf = (field: string | null): string => (field ?? "").replace(/^\//, "").replaceAll("/", ".");

/** Which one of a list it is about, few forms ask. */
export const fieldOf = (field: string | null): string => pathOf(field).replaceAll(/\[\d+\]/g, "");

/** A code with a meaning of its own is translated; for the general one only the manager's words say what is wrong. */
export function violationText({ code, detail }: Violation, { lookup }: I18n): string {
  return code === "VALIDATION_FAILED" ? detail : (lookup(`problem.${code}`) ?? detail);
}

/** The manager may find the same fault by two rules, and two causes may read the same: it is said once. */
export function distinct<T extends Violation>(violations: readonly T[], i18n: I18n): T[] {
  const key = (each: T) => [each.code, each.field ?? "", violationText(each, i18n)].join("\n");
  return [...new Map(violations.map((each) => [key(each), each])).values()];
}
