import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { to } from "../api/calls";
import { ProblemError, send } from "../api/http";
import type { BatchPlan, DryRun, Plan } from "../api/types";
import { byField, type Violation } from "../ui/violations";
import { useDebounced } from "../ui/useDebounced";
import type { batchBody, createBody } from "./createRequest";

type Body = NonNullable<ReturnType<typeof createBody>>;
type Batch = NonNullable<ReturnType<typeof batchBody>>;

const TYPING_MS = 250;
/** A name nobody would choose: lets the placement be shown before a name is typed. */
const STAND_IN = `preview-${Math.random().toString(36).slice(2, 10)}`;

/** What would happen, asked of the manager while the form is filled in. Nothing is created by asking. */
export function useCreatePreview(body: Body | Batch | null) {
  const text = useDebounced(body ? JSON.stringify(named(body)) : "", TYPING_MS);
  return useQuery({
    queryKey: ["create-preview", text],
    queryFn: () => preview(JSON.parse(text) as Body | Batch),
    enabled: text !== "",
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    gcTime: 10_000,
  });
}

const named = (body: Body | Batch): Body | Batch =>
  "count" in body
    ? { ...body, namePattern: body.namePattern || `${STAND_IN}-{n}` }
    : { ...body, name: body.name || STAND_IN };

export interface Preview {
  violations: Violation[];
  /** Of one VM. */
  plan: Plan | null;
  /** Of many. */
  batch: BatchPlan | null;
}

/** A request that is not even well-formed is answered with a problem and not with a plan: both are violations here. */
async function preview(body: Body | Batch): Promise<Preview> {
  try {
    if ("count" in body) {
      const { violations, plan } = await send(to.tryPost("/vm-batches", { body }));
      return {
        // In the manager's words: they say which names.
        violations: violations.flatMap((each) =>
          each.code === "NAME_TAKEN"
            ? [{ field: "namePattern", code: "VALIDATION_FAILED", detail: each.detail }]
            : faults([each]),
        ),
        plan: null,
        batch: plan,
      };
    }
    const { violations, plan } = await send(to.tryPost("/vms", { body }));
    return { violations: faults(violations), plan, batch: null };
  } catch (failure) {
    if (!(failure instanceof ProblemError) || failure.problem.status === 0 || failure.problem.status >= 500)
      throw failure;
    const { causes, code, detail, title } = failure.problem;
    return { violations: byField(code, detail || title, causes), plan: null, batch: null };
  }
}

const faults = (violations: DryRun["violations"]): Violation[] =>
  violations.flatMap(({ code, detail, causes }) => byField(code, detail, causes));
