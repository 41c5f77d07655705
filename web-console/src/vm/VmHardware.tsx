import type { Vm } from "../api/types";
import { useOwnTexts } from "../i18n/ownTexts";
import { Facts, Section } from "../ui/Facts";
import { hardwareForm } from "./hardwareForm";
import { HARDWARE_TEXTS } from "./hardwareTexts";

/** Firmware, topology and boot order of a VM, and the CPU that its guest sees while it runs. */
export function VmHardware({ vm }: { vm: Vm }) {
  const own = useOwnTexts(HARDWARE_TEXTS);
  const { cpuModel, cpuFeatures } = vm.status;
  const { hardware } = vm.spec;
  const { firmware, sockets, coresPerSocket, threadsPerCore } = hardwareForm(vm.spec);
  return (
    <Section title={own("hw.title")}>
      <Facts
        facts={[
          [own("hw.firmware"), firmware === "UEFI_SECURE" ? own("hw.firmware.UEFI_SECURE") : firmware],
          [own("hw.topology"), own("hw.topology.value", { sockets, cores: coresPerSocket, threads: threadsPerCore })],
          [own("hw.boot"), hardware.bootOrder.map((source) => own(`hw.boot.${source}`)).join(", ")],
          hardware.tpm ? [own("hw.tpm"), own("hw.tpm.help")] : null,
          hardware.nestedVirtualization ? [own("hw.nested"), "✓"] : null,
          cpuModel
            ? [
                own("hw.cpu"),
                <span key="cpu" title={cpuFeatures.join(" ")}>
                  {own("hw.cpu.features", { model: cpuModel, count: cpuFeatures.length })}
                </span>,
              ]
            : null,
        ]}
      />
    </Section>
  );
}
