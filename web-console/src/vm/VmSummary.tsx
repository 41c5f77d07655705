import { lazy, Suspense, useState } from "react";
import type { Vm } from "../api/types";
import { usePermission } from "../auth/session";
import { VmHaSection } from "../ha/VmHaSection";
import { useI18n } from "../i18n";
import { VmResources } from "../resourcepool/VmResources";
import { DeedButton } from "../ui/Deed";
import { Facts, Section } from "../ui/Facts";
import { VmDevices } from "./VmDevices";
import { useVmFacts } from "./vmFacts";
import { VmHardware } from "./VmHardware";
import { WhyHere } from "./WhyHere";

const VmSnapshots = lazy(() => import("./VmSnapshots").then((module) => ({ default: module.VmSnapshots })));
const VmGuest = lazy(() => import("./VmGuest").then((module) => ({ default: module.VmGuest })));
const EditVmDialog = lazy(() => import("./EditVmDialog").then((module) => ({ default: module.EditVmDialog })));

export function VmSummary({ vm }: { vm: Vm }) {
  const { t } = useI18n();
  const facts = useVmFacts(vm);
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [editing, setEditing] = useState(false);
  return (
    <div className="columns">
      <div>
        <Section
          title={t("vm.tab.summary")}
          aside={
            mayWrite && (
              <DeedButton variant="link" size="sm" onClick={() => setEditing(true)}>
                {t("action.edit")}
              </DeedButton>
            )
          }
        >
          <Facts facts={facts} />
        </Section>
        {vm.status.guest && (
          <Suspense>
            <VmGuest guest={vm.status.guest} />
          </Suspense>
        )}
        <VmHardware vm={vm} />
        <VmDevices vm={vm} />
        <Suspense>
          <VmSnapshots vm={vm} />
        </Suspense>
        {vm.spec.cloudInit && (
          <Section title={t("vm.cloudInit")}>
            <CloudInit cloudInit={vm.spec.cloudInit} />
          </Section>
        )}
      </div>
      <div>
        <VmHaSection vm={vm} />
        <VmResources vm={vm} />
        <Section title={t("placement.why")}>
          <WhyHere vm={vm} />
        </Section>
      </div>
      {editing && (
        <Suspense>
          <EditVmDialog vm={vm} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </div>
  );
}

function CloudInit({ cloudInit }: { cloudInit: NonNullable<Vm["spec"]["cloudInit"]> }) {
  const { t } = useI18n();
  return (
    <Facts
      facts={[
        cloudInit.hostname ? [t("create.hostname"), cloudInit.hostname] : null,
        [t("create.users"), cloudInit.users.map((user) => user.name).join(", ") || "–"],
      ]}
    />
  );
}
