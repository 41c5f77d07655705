import { useSamples } from "../api/hooks";
import type { Host } from "../api/types";
import { useI18n } from "../i18n";
import { mebibytes, percent } from "../ui/format";
import { Meter, Sparkline } from "../ui/Meter";

export function HostCpu({ host }: { host: Host }) {
  const { locale } = useI18n();
  const samples = useSamples(host.metadata.id);
  const capacity = host.status.cpuCount * 1000;
  const used = samples.at(-1)?.cpuUsedMillicores ?? host.status.cpuUsedMillicores;
  if (host.status.state !== "READY") return <span className="subtle">{host.status.cpuCount}</span>;
  return (
    <span className="figure">
      <Sparkline values={samples.map((sample) => sample.cpuUsedMillicores)} max={capacity} width={56} height={16} />
      <span>{used === null || capacity === 0 ? "–" : percent(used / capacity, locale)}</span>
      <span className="subtle">/ {host.status.cpuCount}</span>
    </span>
  );
}

export function HostMemory({ host }: { host: Host }) {
  const { t, locale } = useI18n();
  const samples = useSamples(host.metadata.id);
  const used = samples.at(-1)?.memoryUsedMiB ?? host.status.memoryUsedMiB;
  if (host.status.state !== "READY" || used === null) {
    return <span className="subtle">{mebibytes(host.status.memoryMiB, locale)}</span>;
  }
  return (
    <Meter
      label={t("vm.col.memory")}
      value={used}
      max={host.status.memoryMiB}
      text={`${mebibytes(used, locale)} / ${mebibytes(host.status.memoryMiB, locale)}`}
    />
  );
}
