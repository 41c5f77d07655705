/** What a VM may count on, as it is typed and as it is sent: only what differs. */
import type { Vm } from "../api/types";
import { wholeNumber } from "../ui/wholeNumber";

/** As the manager counts where nobody has said otherwise. */
export const SHARES_PER_VCPU = 1000;

export interface VmResourcesForm {
  cpuReservationMHz: string;
  /** Empty: no limit. */
  cpuLimitMHz: string;
  /** Empty: 1000 for each vCPU. */
  cpuShares: string;
  memoryReservationMiB: string;
}

export function vmResourcesForm({ resources, vcpuCount }: Vm["spec"]): VmResourcesForm {
  const { cpuReservationMHz, cpuLimitMHz, cpuShares, memoryReservationMiB } = resources;
  return {
    cpuReservationMHz: String(cpuReservationMHz),
    cpuLimitMHz: cpuLimitMHz === null ? "" : String(cpuLimitMHz),
    cpuShares: cpuShares === SHARES_PER_VCPU * vcpuCount ? "" : String(cpuShares),
    memoryReservationMiB: String(memoryReservationMiB),
  };
}

/** Nothing, or 0, is what is usual: the manager takes 0 for that. */
const orUsual = (text: string) => (text.trim() === "" ? 0 : wholeNumber(text));

/** What differs from what was read, or null while a number cannot be read. */
export function vmResourcesChange(form: VmResourcesForm, spec: Vm["spec"]): Record<string, number> | null {
  const before = vmResourcesForm(spec);
  const change: Record<string, number> = {};
  for (const name of Object.keys(before) as (keyof VmResourcesForm)[]) {
    const value = orUsual(form[name]);
    if (value === null) return null;
    if (value !== orUsual(before[name])) change[name] = value;
  }
  return change;
}
