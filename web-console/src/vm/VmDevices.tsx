import { lazy, Suspense, useState, type ReactNode } from "react";
import type { Vm } from "../api/types";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { DeedButton } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { bytes } from "../ui/format";
import { NetworkName, PoolName } from "../ui/ObjectLink";
import type { DeviceDeed } from "./DeviceDialogs";

const DeviceDialogs = lazy(() => import("./DeviceDialogs").then((module) => ({ default: module.DeviceDialogs })));

const CHANGEABLE: readonly Vm["status"]["powerState"][] = ["RUNNING", "STOPPED", "CRASHED"];

/** A VM's disks and network cards, and what can be done with them, whether it runs or is off. */
export function VmDevices({ vm }: { vm: Vm }) {
  const { t } = useI18n();
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [deed, setDeed] = useState<DeviceDeed | null>(null);
  const may = mayWrite && CHANGEABLE.includes(vm.status.powerState) && vm.status.activeTaskId === null;
  const ask = may ? setDeed : null;
  return (
    <>
      <Section
        title={t("vm.disks")}
        aside={ask && <Ask onClick={() => ask({ kind: "addDisk" })}>{t("vm.disk.add")}</Ask>}
      >
        <Disks vm={vm} ask={ask} />
      </Section>
      <Section title={t("vm.nics")} aside={ask && <Ask onClick={() => ask({ kind: "addNic" })}>{t("vm.nic.add")}</Ask>}>
        <Nics vm={vm} ask={ask} />
      </Section>
      {deed && (
        <Suspense>
          <DeviceDialogs vm={vm} deed={deed} onClose={() => setDeed(null)} />
        </Suspense>
      )}
    </>
  );
}

type AskFor = ((deed: DeviceDeed) => void) | null;

function Ask({ label, onClick, children }: { label?: string; onClick: () => void; children: ReactNode }) {
  return (
    <DeedButton variant="link" size="sm" {...(label ? { "aria-label": label } : {})} onClick={onClick}>
      {children}
    </DeedButton>
  );
}

function Disks({ vm, ask }: { vm: Vm; ask: AskFor }) {
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
          <th scope="col">{t("vm.disk.limit")}</th>
          {ask && <th scope="col">{t("vm.device.deeds")}</th>}
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
            <td>
              <Limits disk={disk} />
            </td>
            {ask && (
              <td>
                <Ask
                  label={t("vm.disk.grow.title", { index: disk.index })}
                  onClick={() => ask({ kind: "growDisk", index: disk.index, sizeGiB: disk.sizeGiB })}
                >
                  {t("vm.disk.grow")}
                </Ask>
                <Ask
                  label={t("vm.disk.limit.title", { index: disk.index })}
                  onClick={() =>
                    ask({
                      kind: "limitDisk",
                      index: disk.index,
                      iopsLimit: disk.iopsLimit,
                      bytesPerSecondLimit: disk.bytesPerSecondLimit,
                    })
                  }
                >
                  {t("vm.disk.limit")}
                </Ask>
                {disk.index > 0 && (
                  <Ask
                    label={t("vm.disk.remove.title", { index: disk.index })}
                    onClick={() => ask({ kind: "removeDisk", index: disk.index })}
                  >
                    {t("vm.device.remove")}
                  </Ask>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Limits({ disk }: { disk: Vm["spec"]["disks"][number] }) {
  const { t, locale } = useI18n();
  const { iopsLimit, bytesPerSecondLimit } = disk;
  const limits = [
    ...(iopsLimit === null ? [] : [t("vm.disk.limit.iopsValue", { count: iopsLimit.toLocaleString(locale) })]),
    ...(bytesPerSecondLimit === null
      ? []
      : [t("vm.disk.limit.rateValue", { amount: bytes(bytesPerSecondLimit, locale) })]),
  ];
  return limits.length === 0 ? "–" : limits.join(", ");
}

function Nics({ vm, ask }: { vm: Vm; ask: AskFor }) {
  const { t } = useI18n();
  if (vm.spec.nics.length === 0) return <p className="subtle">{t("vm.nics.none")}</p>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("vm.nic.network")}</th>
          <th scope="col">{t("vm.nic.mac")}</th>
          <th scope="col">{t("vm.col.address")}</th>
          {ask && <th scope="col">{t("vm.device.deeds")}</th>}
        </tr>
      </thead>
      <tbody>
        {vm.spec.nics.map((nic) => (
          <tr key={nic.index}>
            <td>{nic.networkId ? <NetworkName id={nic.networkId} /> : t("vm.nic.user")}</td>
            <td className="mono">{nic.mac}</td>
            <td className="mono">{nic.address ?? "–"}</td>
            {ask && (
              <td>
                <Ask
                  label={t("vm.nic.remove.title", { mac: nic.mac })}
                  onClick={() => ask({ kind: "removeNic", index: nic.index, mac: nic.mac })}
                >
                  {t("vm.device.remove")}
                </Ask>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
