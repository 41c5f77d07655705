import { Checkbox, FormGroup } from "@patternfly/react-core";
import { useOwnTexts } from "../i18n/ownTexts";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { BOOT_ORDERS, type BootSource, type HardwareForm } from "./hardwareForm";
import { HARDWARE_TEXTS } from "./hardwareTexts";

const PARTS = ["sockets", "coresPerSocket", "threadsPerCore"] as const;

/** Topology, firmware, TPM and boot order: they change while the VM is off. */
export function HardwareFields({ form, onChange }: { form: HardwareForm; onChange: (form: HardwareForm) => void }) {
  const own = useOwnTexts(HARDWARE_TEXTS);
  const orders = [...new Set<string>([form.boot, ...BOOT_ORDERS])];
  const words = (order: string) =>
    order
      .split(",")
      .map((source) => own(`hw.boot.${source as BootSource}`))
      .join(", ");
  return (
    <fieldset>
      <legend>{own("hw.title")}</legend>
      {PARTS.map((part) => (
        <TextField
          key={part}
          id={`edit-${part}`}
          field={`spec.hardware.cpuTopology.${part}`}
          type="whole"
          label={own(`hw.${part}`)}
          value={form[part]}
          onChange={(value) => onChange({ ...form, [part]: value })}
        />
      ))}
      <p className="subtle">{own("hw.topology.help")}</p>
      <FormGroup label={own("hw.firmware")} fieldId="edit-firmware">
        <Select
          id="edit-firmware"
          value={form.firmware}
          options={[
            { value: "BIOS", text: "BIOS" },
            { value: "UEFI", text: "UEFI" },
            { value: "UEFI_SECURE", text: own("hw.firmware.UEFI_SECURE") },
          ]}
          onChange={(firmware) => onChange({ ...form, firmware })}
        />
        <p className="subtle">{own("hw.firmware.help")}</p>
      </FormGroup>
      <FormGroup label={own("hw.boot")} fieldId="edit-boot">
        <Select
          id="edit-boot"
          value={form.boot}
          options={orders.map((order) => ({ value: order, text: words(order) }))}
          onChange={(boot) => onChange({ ...form, boot })}
        />
      </FormGroup>
      <Checkbox
        id="edit-tpm"
        label={own("hw.tpm")}
        description={own("hw.tpm.help")}
        isChecked={form.tpm}
        onChange={(_, tpm) => onChange({ ...form, tpm })}
      />
      <Checkbox
        id="edit-nested"
        label={own("hw.nested")}
        isChecked={form.nested}
        onChange={(_, nested) => onChange({ ...form, nested })}
      />
    </fieldset>
  );
}
