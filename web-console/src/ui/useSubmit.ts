import { useState } from "react";
import type { Problem } from "../api/types";
import { toProblem } from "./Problem";

/** What every form needs to know about its own sending. */
export function useSubmit(action: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await action();
    } catch (failure) {
      setProblem(toProblem(failure));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, submit: () => void submit() };
}
