import type { I18n } from "../i18n";

interface Violation {
  field?: string | null;
  code: string;
  detail: string;
}

/** A code with a meaning of its own is translated; for the general one only the manager's words say what is wrong. */
export function violationText({ code, detail }: Violation, { lookup }: I18n): string {
  return code === "VALIDATION_FAILED" ? detail : (lookup(`problem.${code}`) ?? detail);
}

/** The manager may find the same fault by two rules, and two causes may read the same: it is said once. */
export function distinct<T extends Violation>(violations: readonly T[], i18n: I18n): T[] {
  const key = (each: T) => [each.code, each.field ?? "", violationText(each, i18n)].join("\n");
  return [...new Map(violations.map((each) => [key(each), each])).values()];
}
