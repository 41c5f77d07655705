import { Link } from "@tanstack/react-router";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { Facts } from "../ui/Facts";
import { VmState } from "../ui/State";
import { VmButtons } from "./VmButtons";
import { useVmFacts } from "./vmFacts";

export function VmInspector({ vm }: { vm: Vm }) {
  const { t } = useI18n();
  const facts = useVmFacts(vm);
  return (
    <>
      <div className="inspector-head">
        <h2>{vm.metadata.name}</h2>
        <VmState state={vm.status.powerState} />
      </div>
      <VmButtons vm={vm} />
      <Facts facts={facts} />
      <p>
        <Link to="/vms/$id" params={{ id: vm.metadata.id }}>
          {t("action.openPage")}
        </Link>
      </p>
    </>
  );
}
