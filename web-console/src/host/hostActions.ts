import { to } from "../api/calls";
import { send } from "../api/http";
import { askDeletion } from "../app/ownDeletions";
import type { Host, HostCheck, Task } from "../api/types";

export const HOST_VERBS = ["recheck", "rotate-certificate", "revoke", "remove"] as const;
export type HostVerb = (typeof HOST_VERBS)[number];

export function runHostVerb(host: Host, verb: HostVerb): Promise<Task | undefined> {
  const { id, name, revision } = host.metadata;
  if (verb === "remove") {
    return askDeletion(id, name, () => send(to.delete("/hosts/{id}", { id }, { ifMatch: `"${revision}"` })));
  }
  return send(to.post(`/hosts/{id}/actions/${verb}`, { id }));
}

/** The worst of a host's self-checks, and how many are not as they should be. */
export function checkSummary(checks: readonly HostCheck[]): { failed: number; warned: number } {
  return {
    failed: checks.filter((check) => check.outcome === "FAILED").length,
    warned: checks.filter((check) => check.outcome === "WARNING").length,
  };
}
