import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { to } from "../api/calls";
import { ProblemError, send } from "../api/http";
import type { Plan } from "../api/types";
import { byField, type Violation } from "../ui/violations";
import { useDebounced } from "../ui/useDebounced";
import type { createBody } from "./createRequest";

type Body = NonNullable<ReturnType<typeof createBody>>;

const TYPING_MS = 250;
/** A name nobody would choose: lets the placement be shown before a name is typed. */
const STAND_IN = `preview-${Math.random().toString(36).slice(2, 10)}`;

/** What would happen, asked of the manager while the form is filled in. Nothing is created by asking. */
export function useCreatePreview(body: Body | null) {
  const text = useDebounced(body ? JSON.stringify({ ...body, name: body.name || STAND_IN }) : "", TYPING_MS);
  return useQuery({
    queryKey: ["create-preview", text],
    queryFn: () => preview(JSON.parse(text) as Body),
    enabled: text !== "",
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    gcTime: 10_000,
  });
}

export interface Preview {
  violations: Violation[];
  plan: Plan | null;
}

/** A request that is not even well-formed is answered with a problem and not with a plan: both are violations here. */
async function preview(body: Body): Promise<Preview> {
  try {
    const { violations, plan } = await send(to.tryPost("/vms", { body }));
    return { violations: violations.flatMap(({ code, detail, causes }) => byField(code, detail, causes)), plan };
  } catch (failure) {
    if (!(failure instanceof ProblemError) || failure.problem.status === 0 || failure.problem.status >= 500)
      throw failure;
    const { causes, code, detail, title } = failure.problem;
    return { violations: byField(code, detail || title, causes), plan: null };
  }
}
