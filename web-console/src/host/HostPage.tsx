import { lazy, Suspense } from "react";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { to } from "../api/calls";
import { useObject, useStream } from "../api/hooks";
import type { Host } from "../api/types";
import { Pending } from "../app/fallbacks";
import { Gone } from "../app/Gone";
import { useScoped } from "../app/scope";
import { HostHa } from "../ha/HostHa";
import { useI18n } from "../i18n";
import { ObjectTasks } from "../task/ObjectTasks";
import { Facts, Section } from "../ui/Facts";
import { dateTime, mebibytes } from "../ui/format";
import { NetworkName, PoolName } from "../ui/ObjectLink";
import { Page } from "../ui/Page";
import { Reach } from "../ui/Reach";
import { ShowApi } from "../ui/ShowApi";
import { HostStateMark, StateMark, VmState } from "../ui/State";
import { TabBar } from "../ui/TabBar";
import { Usage } from "../usage/Usage";
import { Checks } from "./Checks";
import { HostButtons } from "./HostButtons";
import { useHostFacts } from "./hostFacts";
import "./host.css";

const HostMaintenance = lazy(() =>
  import("../maintenance/HostMaintenance").then((module) => ({ default: module.HostMaintenance })),
);

const ClusterCpu = lazy(() => import("../processor/ClusterCpu").then((module) => ({ default: module.ClusterCpu })));

const HostPower = lazy(() => import("../power/HostPower").then((module) => ({ default: module.HostPower })));

const TABS = ["summary", "vms", "ha", "power", "tasks", "usage"] as const;

export function HostPage() {
  const { id } = useParams({ from: "/inside/hosts/$id" });
  const host = useObject("host", id);
  const { listed } = useStream();
  if (host) return <OneHost key={id} host={host} />;
  return listed ? <Gone key={id} id={id} kind="host" /> : <Pending />;
}

function OneHost({ host }: { host: Host }) {
  const { t } = useI18n();
  const search = useSearch({ from: "/inside/hosts/$id" });
  const vms = useScoped("vm").filter((vm) => vm.status.hostId === host.metadata.id);
  const current = TABS.find((key) => key === search.tab) ?? "summary";
  return (
    <Page
      title={
        <>
          <Link to="/hosts" className="crumb">
            {t("nav.hosts")}
          </Link>
          {host.metadata.name}
        </>
      }
      aside={<HostStateMark state={host.status.state} />}
      actions={
        <>
          <ShowApi compact call={to.get("/hosts/{id}", { id: host.metadata.id })} />
          <HostButtons host={host} />
        </>
      }
      bar={
        <TabBar
          label={host.metadata.name}
          current={current}
          tabs={TABS.map((key) => ({
            key,
            text: t(`host.tab.${key}`),
            ...(key === "vms" ? { count: vms.length } : {}),
          }))}
        />
      }
    >
      {current === "summary" && host.status.maintenance && (
        <Suspense>
          <HostMaintenance host={host} id={host.status.maintenance.id} />
        </Suspense>
      )}
      {current === "summary" && <HostSummary host={host} />}
      {current === "vms" && <HostVms host={host} />}
      {current === "usage" && <Usage kind="host" id={host.metadata.id} />}
      {current === "ha" && <HostHa host={host} />}
      {current === "power" && (
        <Suspense fallback={<Pending />}>
          <HostPower host={host} />
        </Suspense>
      )}
      {current === "tasks" && <ObjectTasks objectId={host.metadata.id} />}
    </Page>
  );
}

function HostSummary({ host }: { host: Host }) {
  const { t, lookup } = useI18n();
  const facts = useHostFacts(host);
  const networks = useScoped("network");
  const { certificate, pools, checks, warnings } = host.status;
  return (
    <div className="columns">
      <div>
        <Section title={t("host.tab.summary")}>
          <Facts facts={facts} />
        </Section>
        <Suspense>
          <ClusterCpu clusterId={host.spec.clusterId} />
        </Suspense>
        <Section title={t("host.certificate")}>
          {certificate ? (
            <Facts
              facts={[
                [
                  t("host.certificate.serial"),
                  <span key="serial" className="mono">
                    {certificate.serial}
                  </span>,
                ],
                [t("host.certificate.notAfter"), dateTime(certificate.notAfter)],
              ]}
            />
          ) : (
            <p className="subtle">–</p>
          )}
        </Section>
      </div>
      <div>
        <Section title={t("host.checks")}>
          <Checks checks={checks} />
          {warnings.length > 0 && (
            <ul>
              {warnings.map((warning) => (
                <li key={warning}>
                  <StateMark tone="attention" icon="warn">
                    {warning}
                  </StateMark>
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Section title={t("nav.storage")}>
          <ul>
            {pools.map((pool) => (
              <li key={pool.poolId} className="row">
                <PoolName id={pool.poolId} />
                <Reach ok={pool.reachable} detail={pool.detail} />
              </li>
            ))}
            {pools.length === 0 && <li className="subtle">{t("host.pools.none")}</li>}
          </ul>
        </Section>
        <Section title={t("nav.networks")}>
          <ul>
            {networks.map((network) => {
              const here = network.status.hosts.find((each) => each.hostId === host.metadata.id);
              return (
                <li key={network.metadata.id} className="row">
                  <NetworkName id={network.metadata.id} />
                  <Reach
                    ok={here?.state === "READY"}
                    text={here ? lookup(`network.state.${here.state}`) : null}
                    detail={here?.detail}
                  />
                </li>
              );
            })}
            {networks.length === 0 && <li className="subtle">{t("network.empty.title")}</li>}
          </ul>
        </Section>
      </div>
    </div>
  );
}

function HostVms({ host }: { host: Host }) {
  const { t, locale } = useI18n();
  const vms = useScoped("vm").filter((vm) => vm.status.hostId === host.metadata.id);
  if (vms.length === 0) return <p className="subtle">{t("host.vms.none")}</p>;
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("table.name")}</th>
          <th scope="col">{t("table.state")}</th>
          <th scope="col" className="num">
            {t("create.vcpus")}
          </th>
          <th scope="col" className="num">
            {t("vm.col.memory")}
          </th>
        </tr>
      </thead>
      <tbody>
        {vms.map((vm) => (
          <tr key={vm.metadata.id}>
            <td>
              <Link to="/vms/$id" params={{ id: vm.metadata.id }}>
                {vm.metadata.name}
              </Link>
            </td>
            <td>
              <VmState state={vm.status.powerState} />
            </td>
            <td className="num">{vm.spec.vcpuCount}</td>
            <td className="num">{mebibytes(vm.spec.memoryMiB, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
