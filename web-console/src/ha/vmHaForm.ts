/** What a form says of HA for a VM, and the change it stands for. */
import type { Vm, VmHa } from "../api/types";
import { idsOfNames } from "../ui/idsOfNames";

export interface VmHaForm {
  protected: boolean;
  priority: VmHa["priority"];
  /** Names, as they are typed. */
  restartAfter: string;
  isolationPolicy: VmHa["isolationPolicy"];
  storageLossPolicy: VmHa["storageLossPolicy"];
  healthPolicy: VmHa["healthPolicy"];
}

/** What the manager gives a VM of which nothing else is said. */
export const NEW_VM_HA: VmHa = {
  protected: false,
  priority: "MEDIUM",
  restartAfter: [],
  isolationPolicy: "KEEP_RUNNING",
  storageLossPolicy: "RESTART_ELSEWHERE",
  healthPolicy: "PROCESS_ENDS_OR_GUEST_CRASHES",
};

/** A VM that is gone is shown by its id; the form can be saved once it is taken out. */
export function vmHaForm(ha: VmHa, vms: readonly Vm[]): VmHaForm {
  const nameOf = (id: string) => vms.find((vm) => vm.metadata.id === id)?.metadata.name ?? id;
  return { ...ha, protected: ha.protected ?? false, restartAfter: ha.restartAfter.map(nameOf).join(", ") };
}

/** Only what differs from before; null while a name means no VM. */
export function vmHaChange(form: VmHaForm, before: VmHa, vms: readonly Vm[]): Partial<VmHa> | null {
  const { ids, unknown } = form.restartAfter.trim() ? idsOfNames(form.restartAfter, vms) : { ids: [], unknown: [] };
  if (unknown.length > 0) return null;
  const order = (list: readonly string[]) => [...list].sort().join(" ");
  return {
    ...(form.protected === (before.protected ?? false) ? {} : { protected: form.protected }),
    ...(form.priority === before.priority ? {} : { priority: form.priority }),
    ...(order(ids) === order(before.restartAfter) ? {} : { restartAfter: ids }),
    ...(form.isolationPolicy === before.isolationPolicy ? {} : { isolationPolicy: form.isolationPolicy }),
    ...(form.storageLossPolicy === before.storageLossPolicy ? {} : { storageLossPolicy: form.storageLossPolicy }),
    ...(form.healthPolicy === before.healthPolicy ? {} : { healthPolicy: form.healthPolicy }),
  };
}
