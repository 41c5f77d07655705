import type { I18n } from "../i18n";

/** A code with a meaning of its own is translated; for the general one only the manager's words say what is wrong. */
export function violationText({ code, detail }: { code: string; detail: string }, { lookup }: I18n): string {
  return code === "VALIDATION_FAILED" ? detail : (lookup(`problem.${code}`) ?? detail);
}
