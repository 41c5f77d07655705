import type { ReactNode } from "react";
import { useObject } from "../api/hooks";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { dateTime } from "../ui/format";
import { StateMark } from "../ui/State";
import { Labels } from "../ui/Labels";
import { HostLink, ImageName } from "../ui/ObjectLink";
import { silenceOf } from "./hostSilence";
import { VmCpu, VmMemory } from "./VmFigures";

type Fact = readonly [string, ReactNode] | null;

/** What a VM is and does, for its page and for the side panel. */
export function useVmFacts(vm: Vm): Fact[] {
  const { t, lookup } = useI18n();
  const { spec, status } = vm;
  const silence = silenceOf(vm, useObject("host", status.hostId));
  const agent = status.guestAgent ? t("vm.guestAgent.yes") : t("vm.guestAgent.no");
  return [
    status.conditions.length > 0 ? [t("vm.conditions"), <Conditions key="conditions" vm={vm} />] : null,
    silence
      ? [t("vm.detail"), lookup(`vm.silence.${silence}`) ?? t("vm.silence.DISCONNECTED")]
      : status.powerStateDetail
        ? [t("vm.detail"), status.powerStateDetail]
        : null,
    [t("table.host"), <HostLink key="host" id={status.hostId} name={status.hostName} />],
    [
      t("vm.col.address"),
      addressesOf(vm).length > 0 ? <span className="mono">{addressesOf(vm).join("\n")}</span> : "–",
    ],
    [t("vm.col.cpu"), <VmCpu key="cpu" vm={vm} silent={silence !== null} />],
    [t("vm.col.memory"), <VmMemory key="memory" vm={vm} inWords silent={silence !== null} />],
    [t("vm.col.since"), dateTime(status.since)],
    [t("vm.image"), <ImageName key="image" id={spec.imageId} />],
    [t("vm.guestAgent"), silence ? t("vm.notKnown") : agent],
    Object.keys(vm.metadata.labels).length > 0
      ? [t("vm.col.labels"), <Labels key="labels" labels={vm.metadata.labels} />]
      : null,
    spec.description ? [t("field.description"), spec.description] : null,
  ];
}

/** The addresses the guest told of; until it does, those that were given to it. */
export function addressesOf({ spec, status }: Vm): string[] {
  return status.addresses.length > 0 ? status.addresses : spec.nics.flatMap(({ address }) => address ?? []);
}

/** What an operator must know beside the power state, such as two hosts that both claim the VM. */
function Conditions({ vm }: { vm: Vm }) {
  const { lookup } = useI18n();
  return (
    <ul>
      {vm.status.conditions.map(({ code, detail }) => (
        <li key={code}>
          <StateMark tone="broken" icon="broken">
            {lookup(`vm.condition.${code}`) ?? code}
          </StateMark>
          <p className="subtle">{detail}</p>
        </li>
      ))}
    </ul>
  );
}
