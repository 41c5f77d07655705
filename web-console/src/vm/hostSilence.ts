/** What can be said of a VM while its host says nothing. */
import type { Host, HostState, Vm } from "../api/types";

/** The host's state if the VM is unknown because of it; null if what is shown of the VM is the host's own word. */
export function silenceOf({ status }: Vm, host: Host | undefined): HostState | null {
  if (status.powerState !== "UNKNOWN" || status.hostId === null) return null;
  const state = host?.status.state ?? "DISCONNECTED";
  return state === "READY" ? null : state;
}
