import { Fragment, useState } from "react";
import { useObject } from "../api/hooks";
import type { Vm } from "../api/types";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { DeedButton } from "../ui/Deed";
import { Facts, Section } from "../ui/Facts";
import { ObjectLink } from "../ui/ObjectLink";
import { HaStateMark, StateMark } from "../ui/State";
import { EditVmHaDialog } from "./EditVmHaDialog";
import "./ha.css";

/** Whether HA would restart the VM now, why not, and what it is told to do. */
export function VmHaSection({ vm }: { vm: Vm }) {
  const { t, lookup } = useI18n();
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [editing, setEditing] = useState(false);
  const { ha } = vm.spec;
  const { state, reasons } = vm.status.ha;
  const word = (key: string, code: string) => lookup(`ha.vm.${key}.${code}`) ?? code;
  return (
    <Section
      title={t("ha.title")}
      aside={
        mayWrite && (
          <DeedButton variant="link" size="sm" onClick={() => setEditing(true)}>
            {t("action.edit")}
          </DeedButton>
        )
      }
    >
      <Facts
        facts={[
          [t("ha.vm.state"), <HaStateMark key="state" state={state} />],
          [t("ha.vm.priority"), word("priority", ha.priority)],
          ha.restartAfter.length > 0 ? [t("ha.vm.after"), <Before key="after" ids={ha.restartAfter} />] : null,
          [t("ha.vm.isolation"), word("isolation", ha.isolationPolicy)],
          [t("ha.vm.storageLoss"), word("storageLoss", ha.storageLossPolicy)],
          [t("ha.vm.health"), word("health", ha.healthPolicy)],
        ]}
      />
      {reasons.length > 0 && (
        <ul className="ha-alarms">
          {reasons.map((reason) => (
            <li key={reason.code + reason.detail}>
              <StateMark tone="attention" icon="warn">
                {word("reason", reason.code)}
              </StateMark>
              <p className="subtle">{reason.detail}</p>
            </li>
          ))}
        </ul>
      )}
      {editing && <EditVmHaDialog vm={vm} onClose={() => setEditing(false)} />}
    </Section>
  );
}

function Before({ ids }: { ids: readonly string[] }) {
  return ids.map((id, index) => (
    <Fragment key={id}>
      {index > 0 && ", "}
      <VmName id={id} />
    </Fragment>
  ));
}

function VmName({ id }: { id: string }) {
  const vm = useObject("vm", id);
  return vm ? <ObjectLink kind="vm" id={id} name={vm.metadata.name} /> : id.slice(0, 8);
}
