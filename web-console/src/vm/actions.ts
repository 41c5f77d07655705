/** What can be done to a VM. Whether it can be done now is the manager's word: `allowedActions`. */
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Task, Vm } from "../api/types";
import { attempt } from "../app/notices";
import { askDeletion } from "../app/ownDeletions";
import type { I18n } from "../i18n";
import type { IconName } from "../ui/icons";

export const VM_VERBS = ["start", "resume", "shutdown", "pause", "reset", "stop", "migrate", "delete"] as const;
export type VmVerb = (typeof VM_VERBS)[number];

export const VERB_ICON: Record<VmVerb, IconName> = {
  start: "play",
  resume: "play",
  shutdown: "power",
  pause: "pause",
  reset: "reset",
  stop: "stop",
  migrate: "migrate",
  delete: "trash",
};

/** These interrupt the guest without asking it, so the console asks the user. */
export const ASKS_FIRST: ReadonlySet<VmVerb> = new Set(["reset", "stop", "delete"]);

export const can = (vm: Vm, verb: string): boolean => vm.allowedActions.includes(verb);

export function vmCall(vm: Vm, verb: VmVerb) {
  const { id, revision } = vm.metadata;
  return verb === "delete"
    ? to.delete("/vms/{id}", { id }, { ifMatch: `"${revision}"` })
    : to.post(`/vms/{id}/actions/${verb}`, { id });
}

export function runVerb(vm: Vm, verb: VmVerb): Promise<Task> {
  const run = () => send(vmCall(vm, verb));
  return verb === "delete" ? askDeletion(vm.metadata.id, vm.metadata.name, run) : run();
}

/** For buttons without a form of their own: a refusal becomes a notice with its reasons. */
export function runVerbFromButton(vm: Vm, verb: VmVerb, { t }: I18n): Promise<Task | undefined> {
  return attempt(`${t(`vm.verb.${verb}`)}: ${vm.metadata.name}`, () => runVerb(vm, verb));
}
