import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { TextField } from "../ui/TextField";
import { wholeNumber } from "../ui/wholeNumber";
import { POOL_TEXTS } from "./poolTexts";
import { SHARES_PER_VCPU, type VmResourcesForm } from "./vmResourcesForm";

const FIELDS = ["cpuReservationMHz", "cpuLimitMHz", "cpuShares", "memoryReservationMiB"] as const;

/** Reservation, limit and shares of one VM: they change while it runs. */
export function VmResourceFields({
  form,
  vcpuCount,
  onChange,
}: {
  form: VmResourcesForm;
  vcpuCount: number;
  onChange: (form: VmResourcesForm) => void;
}) {
  const { t } = useI18n();
  const own = useOwnTexts(POOL_TEXTS);
  const help = {
    cpuReservationMHz: own("pool.vm.cpuReservationMHz.help"),
    cpuLimitMHz: own("pool.limit.help"),
    cpuShares: own("pool.vm.cpuShares.help", { shares: SHARES_PER_VCPU * vcpuCount }),
    memoryReservationMiB: own("pool.vm.memoryReservationMiB.help"),
  };
  return (
    <fieldset>
      <legend>{own("pool.vm.title")}</legend>
      <p className="subtle">{own("pool.vm.whileItRuns")}</p>
      {FIELDS.map((name) => (
        <TextField
          key={name}
          id={`edit-${name}`}
          field={`spec.resources.${name}`}
          label={own(`pool.vm.${name}`)}
          help={help[name]}
          fault={form[name].trim() === "" || wholeNumber(form[name]) !== null ? null : t("problem.NOT_A_NUMBER")}
          value={form[name]}
          onChange={(value) => onChange({ ...form, [name]: value })}
        />
      ))}
    </fieldset>
  );
}
