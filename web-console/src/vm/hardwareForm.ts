/** A VM's hardware as it is chosen, and what of it is sent: only what differs. */
import type { Vm } from "../api/types";
import { wholeNumber } from "../ui/wholeNumber";

type Hardware = Vm["spec"]["hardware"];
export type BootSource = Hardware["bootOrder"][number];

export interface HardwareForm {
  sockets: string;
  coresPerSocket: string;
  threadsPerCore: string;
  firmware: "BIOS" | "UEFI" | "UEFI_SECURE";
  tpm: boolean;
  nested: boolean;
  /** The sources with commas between them. */
  boot: string;
}

/** The orders that make sense; another one that somebody set by the API stays a choice. */
export const BOOT_ORDERS = ["DISK", "CDROM,DISK", "NETWORK,DISK", "DISK,NETWORK"] as const;

export function hardwareForm({ hardware, vcpuCount }: Vm["spec"]): HardwareForm {
  const topology = hardware.cpuTopology;
  return {
    sockets: String(topology?.sockets ?? 1),
    coresPerSocket: String(topology?.coresPerSocket ?? vcpuCount),
    threadsPerCore: String(topology?.threadsPerCore ?? 1),
    firmware: hardware.firmware === "BIOS" ? "BIOS" : hardware.secureBoot ? "UEFI_SECURE" : "UEFI",
    tpm: hardware.tpm,
    nested: hardware.nestedVirtualization,
    boot: hardware.bootOrder.join(","),
  };
}

/** What differs from what was read, or null while a number cannot be read. */
export function hardwareChange(form: HardwareForm, spec: Vm["spec"]): Record<string, unknown> | null {
  const before = hardwareForm(spec);
  const sockets = wholeNumber(form.sockets);
  const coresPerSocket = wholeNumber(form.coresPerSocket);
  const threadsPerCore = wholeNumber(form.threadsPerCore);
  if (sockets === null || coresPerSocket === null || threadsPerCore === null) return null;
  const arranged =
    form.sockets !== before.sockets ||
    form.coresPerSocket !== before.coresPerSocket ||
    form.threadsPerCore !== before.threadsPerCore;
  return {
    ...(arranged ? { cpuTopology: { sockets, coresPerSocket, threadsPerCore } } : {}),
    ...(form.firmware === before.firmware
      ? {}
      : { firmware: form.firmware === "BIOS" ? "BIOS" : "UEFI", secureBoot: form.firmware === "UEFI_SECURE" }),
    ...(form.tpm === before.tpm ? {} : { tpm: form.tpm }),
    ...(form.nested === before.nested ? {} : { nestedVirtualization: form.nested }),
    ...(form.boot === before.boot ? {} : { bootOrder: form.boot.split(",") }),
  };
}
