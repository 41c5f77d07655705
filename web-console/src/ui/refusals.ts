import { createContext, use } from "react";
import type { Problem } from "../api/types";
import { byField, fieldOf, pathOf, type Violation } from "./violations";

/** Why the manager refused the form around: each of its fields marks what is about itself. */
export const Refusal = createContext<Problem | null>(null);

/** One of a list asks with its number, `spec.schedule[1].from`; who asks without gets what is about any of them. */
export function useRefusals(field: string | undefined): Violation[] {
  const problem = use(Refusal);
  if (!problem || field === undefined) return [];
  const named = field.includes("[") ? pathOf : fieldOf;
  return byField(problem.code, problem.detail, problem.causes).filter((each) => named(each.field) === field);
}
