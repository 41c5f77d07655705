import { createContext, use } from "react";
import type { Problem } from "../api/types";
import { byField, fieldOf, type Violation } from "./violations";

/** Why the manager refused the form around: each of its fields marks what is about itself. */
export const Refusal = createContext<Problem | null>(null);

export function useRefusals(field: string | undefined): Violation[] {
  const problem = use(Refusal);
  if (!problem || field === undefined) return [];
  return byField(problem.code, problem.detail, problem.causes).filter((each) => fieldOf(each.field) === field);
}
