import { useSamples } from "../api/hooks";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { mebibytes, percent } from "../ui/format";
import { Sparkline } from "../ui/Meter";

/** Processor use: the last two minutes and the present share of what the VM may use. */
export function VmCpu({ vm, silent = false }: { vm: Vm; silent?: boolean }) {
  const { t, locale } = useI18n();
  const samples = useSamples(vm.metadata.id);
  const capacity = vm.spec.vcpuCount * 1000;
  const used = samples.at(-1)?.cpuUsedMillicores ?? vm.status.cpuUsedMillicores;
  if (vm.status.powerState !== "RUNNING" && vm.status.powerState !== "MIGRATING") {
    return (
      <span className="subtle">
        {vm.spec.vcpuCount}
        {silent && ` · ${t("vm.notKnown.use")}`}
      </span>
    );
  }
  return (
    <span className="figure">
      <Sparkline values={samples.map((sample) => sample.cpuUsedMillicores)} max={capacity} width={56} height={16} />
      <span>{used === null ? "–" : percent(used / capacity, locale)}</span>
      <span className="subtle">/ {vm.spec.vcpuCount}</span>
    </span>
  );
}

/** What the guest was given, and in words what its process holds: that is more while QEMU's own share is large. */
export function VmMemory({ vm, inWords = false, silent = false }: { vm: Vm; inWords?: boolean; silent?: boolean }) {
  const { t, locale } = useI18n();
  const samples = useSamples(vm.metadata.id);
  const used = samples.at(-1)?.memoryUsedMiB ?? vm.status.memoryResidentMiB;
  const running = vm.status.powerState === "RUNNING" || vm.status.powerState === "MIGRATING";
  const measured = running && used !== null ? t("vm.memory.resident", { amount: mebibytes(used, locale) }) : null;
  const held = silent ? t("vm.notKnown.use") : measured;
  if (!inWords) return <span title={held ?? undefined}>{mebibytes(vm.spec.memoryMiB, locale)}</span>;
  return (
    <>
      {mebibytes(vm.spec.memoryMiB, locale)}
      {held && <span className="subtle"> · {held}</span>}
    </>
  );
}
