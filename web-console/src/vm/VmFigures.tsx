import { useSamples } from "../api/hooks";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { mebibytes, percent } from "../ui/format";
import { Sparkline } from "../ui/Meter";

/** Processor use: the last two minutes and the present share of what the VM may use. */
export function VmCpu({ vm }: { vm: Vm }) {
  const { locale } = useI18n();
  const samples = useSamples(vm.metadata.id);
  const capacity = vm.spec.vcpuCount * 1000;
  const used = samples.at(-1)?.cpuUsedMillicores ?? vm.status.cpuUsedMillicores;
  if (vm.status.powerState !== "RUNNING" && vm.status.powerState !== "MIGRATING") {
    return <span className="subtle">{vm.spec.vcpuCount}</span>;
  }
  return (
    <span className="figure">
      <Sparkline values={samples.map((sample) => sample.cpuUsedMillicores)} max={capacity} width={56} height={16} />
      <span>{used === null ? "–" : percent(used / capacity, locale)}</span>
      <span className="subtle">/ {vm.spec.vcpuCount}</span>
    </span>
  );
}

/** Memory the guest's process really holds, of what it was promised. */
export function VmMemory({ vm }: { vm: Vm }) {
  const { locale } = useI18n();
  const samples = useSamples(vm.metadata.id);
  const used = samples.at(-1)?.memoryUsedMiB ?? vm.status.memoryResidentMiB;
  const running = vm.status.powerState === "RUNNING" || vm.status.powerState === "MIGRATING";
  return (
    <span className="figure">
      {running && used !== null && <span>{mebibytes(used, locale)}</span>}
      <span className="subtle">
        {running && used !== null && "/ "}
        {mebibytes(vm.spec.memoryMiB, locale)}
      </span>
    </span>
  );
}
