import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Host, PowerState, Vm } from "../api/types";
import { useScoped } from "../app/scope";
import { useI18n } from "../i18n";
import { mebibytes } from "../ui/format";
import { groupBy } from "../ui/groupBy";
import { HostStateMark } from "../ui/State";
import { HostMemory } from "./HostFigures";

const BROKEN: ReadonlySet<PowerState> = new Set(["CRASHED", "FAILED", "UNKNOWN"]);
const CALM: ReadonlySet<PowerState> = new Set(["RUNNING", "PAUSED"]);

/** Hosts as lanes and VMs as blocks in them, as wide as their memory but never too narrow for a name: who is full, and what would have to move. */
export function Lanes({ hosts }: { hosts: readonly Host[] }) {
  const vms = useScoped("vm");
  const byHost = useMemo(() => groupBy(vms, (vm) => vm.status.hostId ?? ""), [vms]);
  return (
    <div className="lanes">
      {hosts.map((host) => (
        <Lane key={host.metadata.id} host={host} vms={byHost.get(host.metadata.id) ?? []} />
      ))}
    </div>
  );
}

function Lane({ host, vms }: { host: Host; vms: readonly Vm[] }) {
  const { locale } = useI18n();
  const sorted = [...vms].sort((a, b) => b.spec.memoryMiB - a.spec.memoryMiB);
  const promised = vms.reduce((sum, vm) => sum + vm.spec.memoryMiB, 0);
  const scale = Math.max(host.status.memoryMiB, promised, 1);
  return (
    <div className="lane">
      <div className="lane-head">
        <Link to="/hosts/$id" params={{ id: host.metadata.id }} className="row-link">
          {host.metadata.name}
        </Link>
        <HostStateMark state={host.status.state} />
      </div>
      <div className="lane-track">
        {sorted.map((vm) => {
          const state = vm.status.powerState;
          const tone = BROKEN.has(state) ? "is-broken" : CALM.has(state) ? "" : "is-change";
          return (
            <Link
              key={vm.metadata.id}
              to="/vms/$id"
              params={{ id: vm.metadata.id }}
              className={`lane-vm ${tone}`}
              style={{ width: `${(vm.spec.memoryMiB / scale) * 100}%` }}
              title={`${vm.metadata.name} · ${mebibytes(vm.spec.memoryMiB, locale)}`}
            >
              {vm.metadata.name}
            </Link>
          );
        })}
      </div>
      <HostMemory host={host} />
    </div>
  );
}
