import type { ReactNode } from "react";
import type { Host } from "../api/types";
import { useI18n } from "../i18n";
import { dateTime } from "../ui/format";
import { Labels } from "../ui/Labels";
import { RawReason } from "../ui/Reason";
import { HostCpu, HostMemory } from "./HostFigures";

type Fact = readonly [string, ReactNode] | null;

export function useHostFacts(host: Host): Fact[] {
  const { t, locale, lookup } = useI18n();
  const { status, spec } = host;
  return [
    status.stateReason || status.state !== "READY" ? [t("vm.detail"), <StateInWords key="state" host={host} />] : null,
    [t("vm.col.cpu"), <HostCpu key="cpu" host={host} />],
    [t("vm.col.memory"), <HostMemory key="memory" host={host} />],
    [t("host.cpuModel"), status.cpuModel],
    [t("host.col.address"), status.address ? `${status.address}${status.port ? `:${status.port}` : ""}` : null],
    [t("host.col.accelerator"), status.accelerator.toUpperCase()],
    status.acceleratorReason ? [t("host.acceleratorReason"), status.acceleratorReason] : null,
    [t("host.col.versions"), [status.agentVersion, status.qemuVersion].filter(Boolean).join(" / ") || null],
    [
      t("host.networkMode"),
      status.networkMode ? (lookup(`host.networkMode.${status.networkMode}`) ?? status.networkMode) : null,
    ],
    [t("host.since"), dateTime(status.since)],
    [t("host.lastSeen"), status.lastSeenAt ? dateTime(status.lastSeenAt) : null],
    status.clockSkewMs !== null
      ? [t("host.clockSkew"), `${new Intl.NumberFormat(locale).format(status.clockSkewMs)} ms`]
      : null,
    Object.keys(host.metadata.labels).length > 0
      ? [t("vm.col.labels"), <Labels key="labels" labels={host.metadata.labels} />]
      : null,
    spec.description ? [t("field.description"), spec.description] : null,
  ];
}

/** What the state means, and below it what the manager or a library gave as the reason. */
function StateInWords({ host }: { host: Host }) {
  const { lookup } = useI18n();
  const { state, stateReason } = host.status;
  return (
    <>
      {lookup(`host.state.${state}.text`)}
      {stateReason && <RawReason text={stateReason} />}
    </>
  );
}
