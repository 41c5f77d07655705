import { lazy, Suspense, useState } from "react";
import type { Vm } from "../api/types";
import { usePermission } from "../auth/session";
import { VmHaSection } from "../ha/VmHaSection";
import { useI18n } from "../i18n";
import { VmResources } from "../resourcepool/VmResources";
import { DeedButton } from "../ui/Deed";
import { Facts, Section } from "../ui/Facts";
import { bytes } from "../ui/format";
import { NetworkName, PoolName } from "../ui/ObjectLink";
import { useVmFacts } from "./vmFacts";
import { WhyHere } from "./WhyHere";

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
        <Section title={t("vm.disks")}>
          <Disks vm={vm} />
        </Section>
        <Section title={t("vm.nics")}>
          <Nics vm={vm} />
        </Section>
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

function Disks({ vm }: { vm: Vm }) {
  const { t, locale } = useI18n();
  if (vm.spec.disks.length === 0) return <p className="subtle">{t("vm.disks.none")}</p>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("vm.disk.index")}</th>
          <th scope="col">{t("vm.disk.pool")}</th>
          <th scope="col" className="num">
            {t("vm.disk.size")}
          </th>
        </tr>
      </thead>
      <tbody>
        {vm.spec.disks.map((disk) => (
          <tr key={disk.index}>
            <td>{disk.index}</td>
            <td>
              <PoolName id={disk.poolId} />
            </td>
            <td className="num">{bytes(disk.sizeGiB * 1024 ** 3, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Nics({ vm }: { vm: Vm }) {
  const { t } = useI18n();
  if (vm.spec.nics.length === 0) return <p className="subtle">{t("vm.nics.none")}</p>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("vm.nic.network")}</th>
          <th scope="col">{t("vm.nic.mac")}</th>
          <th scope="col">{t("vm.col.address")}</th>
        </tr>
      </thead>
      <tbody>
        {vm.spec.nics.map((nic) => (
          <tr key={nic.index}>
            <td>{nic.networkId ? <NetworkName id={nic.networkId} /> : t("vm.nic.user")}</td>
            <td className="mono">{nic.mac}</td>
            <td className="mono">{nic.address ?? "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
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
