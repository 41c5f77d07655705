import type { Vm } from "../api/types";
import { VmHaFields } from "../ha/VmHaFields";
import type { VmHaForm } from "../ha/vmHaForm";
import { useI18n } from "../i18n";
import { Violations } from "../ui/Violations";
import type { Violation } from "../ui/violations";
import { Fold } from "./CreateFields";

/** What HA does for the new VM. */
export function CreateHa({
  form,
  vms,
  violations,
  onChange,
}: {
  form: VmHaForm;
  /** Those of the cluster. */
  vms: readonly Vm[];
  violations: readonly Violation[];
  onChange: (form: VmHaForm) => void;
}) {
  const { t } = useI18n();
  return (
    <Fold
      title={t("ha.title")}
      summary={form.protected ? t("ha.vm.protected.yes") : t("ha.vm.protected.no")}
      violations={violations}
    >
      <VmHaFields form={form} vms={vms} onChange={onChange} />
      <Violations violations={violations} />
    </Fold>
  );
}
