import { Button } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { useObjects, useStream } from "../api/hooks";
import type { Cluster, ClusterResources, ResourcePool } from "../api/types";
import { useScope } from "../app/scope";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { DeleteButton } from "../ui/DeleteButton";
import { Section } from "../ui/Facts";
import { mebibytes } from "../ui/format";
import { Icon } from "../ui/icons";
import { Meter } from "../ui/Meter";
import { Empty, Page } from "../ui/Page";
import { ProblemView, toProblem } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { StateMark } from "../ui/State";
import { PoolDialog } from "./PoolDialog";
import { POOL_TEXTS } from "./poolTexts";
import { poolTree } from "./poolTree";
import { usePools } from "./usePools";
import "./pools.css";

/** The tree of resource pools of each cluster, with what is reserved, used and left. */
export function ResourcePoolsPage() {
  const { t } = useI18n();
  const own = useOwnTexts(POOL_TEXTS);
  const scope = useScope();
  const clusters = useObjects("cluster").filter(({ metadata }) => !scope || metadata.id === scope);
  const { listed } = useStream();
  const first = clusters[0]?.metadata.id;
  return (
    <Page
      title={own("pool.title")}
      aside={own("pool.about")}
      actions={first && <ShowApi compact call={to.get("/clusters/{id}/resource-pools", { id: first })} />}
    >
      {!listed && <p role="status">{t("app.loading")}</p>}
      {listed && clusters.map((cluster) => <ClusterPools key={cluster.metadata.id} cluster={cluster} />)}
    </Page>
  );
}

type Asked = { pool?: ResourcePool; parentId: string };

function ClusterPools({ cluster }: { cluster: Cluster }) {
  const { t } = useI18n();
  const own = useOwnTexts(POOL_TEXTS);
  const { id, name } = cluster.metadata;
  const { query, pools, whole, changed } = usePools(id);
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <Section
      title={name}
      aside={
        <>
          <Button variant="link" size="sm" isLoading={query.isFetching} onClick={() => void query.refetch()}>
            {t("ha.readAgain")}
          </Button>
          {mayWrite && (
            <DeedButton variant="link" size="sm" icon={<Icon name="plus" />} onClick={() => setAsked({ parentId: "" })}>
              {own("pool.create")}
            </DeedButton>
          )}
        </>
      }
    >
      {query.isPending && <p role="status">{t("app.loading")}</p>}
      {query.isError && <ProblemView problem={toProblem(query.error)} />}
      {query.isSuccess && pools.length === 0 && <Empty title={own("pool.empty.title")} text={own("pool.empty.text")} />}
      {whole && pools.length > 0 && (
        <PoolTable cluster={cluster} pools={pools} whole={whole} changed={changed} ask={setAsked} />
      )}
      {asked && (
        <PoolDialog
          cluster={cluster}
          pools={pools}
          {...(asked.pool ? { pool: asked.pool } : {})}
          parentId={asked.parentId}
          onClose={() => setAsked(null)}
          onDone={changed}
        />
      )}
    </Section>
  );
}

function PoolTable({
  cluster,
  pools,
  whole,
  changed,
  ask,
}: {
  cluster: Cluster;
  pools: readonly ResourcePool[];
  whole: ClusterResources;
  changed: () => void;
  ask: (asked: Asked) => void;
}) {
  const { t } = useI18n();
  const own = useOwnTexts(POOL_TEXTS);
  return (
    <div className="pool-scroll">
      <table className="pool-table" aria-label={own("pool.title")}>
        <thead>
          <tr>
            <th scope="col">{t("table.name")}</th>
            <th scope="col">{own("pool.col.shares")}</th>
            <th scope="col">{`${own("pool.cpu")}: ${own("pool.col.reserved")}`}</th>
            <th scope="col">{`${own("pool.cpu")}: ${own("pool.col.used")}`}</th>
            <th scope="col">{`${own("pool.memory")}: ${own("pool.col.reserved")}`}</th>
            <th scope="col">{`${own("pool.memory")}: ${own("pool.col.used")}`}</th>
            <th scope="col">{own("pool.col.left")}</th>
            <th scope="col">{own("pool.col.vms")}</th>
            <th scope="col" aria-label={t("action.edit")} />
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              {own("pool.whole")} {whole.overcommitted && <Overcommitted />}
            </th>
            <td>–</td>
            <Figures
              name={own("pool.whole")}
              cpu={{ ...whole.cpu, allMHz: whole.cpuMHz, limitMHz: null }}
              memory={{ ...whole.memory, allMiB: whole.memoryMiB, limitMiB: null }}
            />
            <td>{whole.vmCount}</td>
            <td />
          </tr>
          {poolTree(pools).map(({ pool, depth }) => (
            <PoolLine key={pool.metadata.id} pool={pool} depth={depth} cluster={cluster} changed={changed} ask={ask} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PoolLine({
  pool,
  depth,
  cluster,
  changed,
  ask,
}: {
  pool: ResourcePool;
  depth: number;
  cluster: Cluster;
  changed: () => void;
  ask: (asked: Asked) => void;
}) {
  const { t } = useI18n();
  const own = useOwnTexts(POOL_TEXTS);
  const { metadata, spec, status } = pool;
  return (
    <tr>
      <th scope="row" style={{ paddingInlineStart: `${(depth + 1) * 20}px` }}>
        {metadata.name} {status.overcommitted && <Overcommitted />}
        {spec.description && <p className="subtle">{spec.description}</p>}
      </th>
      <td>{spec.cpuShares === spec.memoryShares ? spec.cpuShares : `${spec.cpuShares} / ${spec.memoryShares}`}</td>
      <Figures
        name={metadata.name}
        cpu={{ ...status.cpu, allMHz: spec.cpuReservationMHz, limitMHz: spec.cpuLimitMHz ?? null }}
        memory={{ ...status.memory, allMiB: spec.memoryReservationMiB, limitMiB: spec.memoryLimitMiB ?? null }}
      />
      <td>{own("pool.vms", { running: status.runningVmCount, all: status.vmCount })}</td>
      <td>
        <span className="pool-deeds">
          {pool.allowedActions.includes("edit") && (
            <>
              <DeedButton
                variant="link"
                size="sm"
                aria-label={own("pool.edit", { name: metadata.name })}
                onClick={() => ask({ pool, parentId: spec.parentId ?? "" })}
              >
                {t("action.edit")}
              </DeedButton>
              <DeedButton
                variant="link"
                size="sm"
                aria-label={own("pool.inside", { name: metadata.name })}
                icon={<Icon name="plus" />}
                onClick={() => ask({ parentId: metadata.id })}
              />
            </>
          )}
          {pool.allowedActions.includes("delete") && (
            <DeleteButton
              name={metadata.name}
              text={own("pool.delete.text")}
              call={to.delete(
                "/clusters/{id}/resource-pools/{resourcePoolId}",
                { id: cluster.metadata.id, resourcePoolId: metadata.id },
                { ifMatch: `"${metadata.revision}"` },
              )}
              onDeleted={changed}
            />
          )}
        </span>
      </td>
    </tr>
  );
}

function Figures({
  name,
  cpu,
  memory,
}: {
  name: string;
  cpu: ResourcePool["status"]["cpu"] & { allMHz: number; limitMHz: number | null };
  memory: ResourcePool["status"]["memory"] & { allMiB: number; limitMiB: number | null };
}) {
  const { locale } = useI18n();
  const own = useOwnTexts(POOL_TEXTS);
  const mhz = (value: number) => `${value.toLocaleString(locale)} MHz`;
  const mib = (value: number) => mebibytes(value, locale);
  return (
    <>
      <td>
        <Meter
          label={`${name}: ${own("pool.cpu")}, ${own("pool.col.reserved")}`}
          value={cpu.reservedMHz}
          max={cpu.allMHz}
          text={own("pool.reserved.of", { used: mhz(cpu.reservedMHz), all: mhz(cpu.allMHz) })}
        />
        {cpu.limitMHz !== null && <p className="subtle">{own("pool.limited", { limit: mhz(cpu.limitMHz) })}</p>}
      </td>
      <td>
        <Meter
          label={`${name}: ${own("pool.cpu")}, ${own("pool.col.used")}`}
          value={cpu.usedMHz}
          max={cpu.entitledMHz}
          text={own("pool.used.of", { used: mhz(cpu.usedMHz), entitled: mhz(cpu.entitledMHz) })}
          attentionAt={1.01}
        />
      </td>
      <td>
        <Meter
          label={`${name}: ${own("pool.memory")}, ${own("pool.col.reserved")}`}
          value={memory.reservedMiB}
          max={memory.allMiB}
          text={own("pool.reserved.of", { used: mib(memory.reservedMiB), all: mib(memory.allMiB) })}
        />
        {memory.limitMiB !== null && <p className="subtle">{own("pool.limited", { limit: mib(memory.limitMiB) })}</p>}
      </td>
      <td>
        <Meter
          label={`${name}: ${own("pool.memory")}, ${own("pool.col.used")}`}
          value={memory.usedMiB}
          max={memory.entitledMiB}
          text={own("pool.used.of", { used: mib(memory.usedMiB), entitled: mib(memory.entitledMiB) })}
          attentionAt={1.01}
        />
      </td>
      <td>
        {mhz(cpu.unreservedMHz)}
        <br />
        {mib(memory.unreservedMiB)}
      </td>
    </>
  );
}

function Overcommitted() {
  const own = useOwnTexts(POOL_TEXTS);
  return (
    <StateMark tone="attention" icon="warn">
      {own("pool.overcommitted")}
    </StateMark>
  );
}
