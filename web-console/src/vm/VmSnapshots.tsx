import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Snapshot, Vm } from "../api/types";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { bytes, dateTime } from "../ui/format";
import { ProblemView, toProblem } from "../ui/Problem";
import { placed } from "./snapshotTree";
import { SNAPSHOT_TEXTS } from "./snapshotTexts";
import type { SnapshotDeed } from "./SnapshotDialogs";

const SnapshotDialogs = lazy(() => import("./SnapshotDialogs").then((module) => ({ default: module.SnapshotDialogs })));

const CHANGEABLE: readonly Vm["status"]["powerState"][] = ["RUNNING", "PAUSED", "STOPPED", "CRASHED"];

/** A VM's snapshots as the tree they are, and what can be done with them. Read anew whenever the VM changes. */
export function VmSnapshots({ vm }: { vm: Vm }) {
  const { locale } = useI18n();
  const t = useOwnTexts(SNAPSHOT_TEXTS);
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [deed, setDeed] = useState<SnapshotDeed | null>(null);
  const { id, revision } = vm.metadata;
  const snapshots = useQuery({
    queryKey: ["snapshots", id, revision],
    queryFn: ({ signal }) => send(to.get("/vms/{id}/snapshots", { id }), signal),
    placeholderData: (before) => before,
  });
  const may = mayWrite && CHANGEABLE.includes(vm.status.powerState) && vm.status.activeTaskId === null;
  const rows = placed(snapshots.data?.items ?? []);
  const { chainDepth, mergeDebtBytes } = vm.status.snapshots;
  return (
    <Section
      title={t("title")}
      aside={
        may && (
          <DeedButton variant="link" size="sm" onClick={() => setDeed({ kind: "take" })}>
            {t("take")}
          </DeedButton>
        )
      }
    >
      {snapshots.isError && <ProblemView problem={toProblem(snapshots.error)} />}
      {snapshots.data && rows.length === 0 && <p className="subtle">{t("none")}</p>}
      {rows.length > 0 && <Tree rows={rows} ask={may ? setDeed : null} />}
      {chainDepth > 1 && <p className="subtle">{t("depth", { count: chainDepth })}</p>}
      {mergeDebtBytes > 0 && <p className="subtle">{t("debt", { amount: bytes(mergeDebtBytes, locale) })}</p>}
      {deed && (
        <Suspense>
          <SnapshotDialogs vm={vm} deed={deed} onClose={() => setDeed(null)} />
        </Suspense>
      )}
    </Section>
  );
}

function Tree({ rows, ask }: { rows: ReturnType<typeof placed>; ask: ((deed: SnapshotDeed) => void) | null }) {
  const t = useOwnTexts(SNAPSHOT_TEXTS);
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("name")}</th>
          <th scope="col">{t("taken")}</th>
          <th scope="col">{t("consistency")}</th>
          {ask && <th scope="col">{t("deeds")}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ snapshot, depth }) => (
          <tr key={snapshot.id}>
            <td style={{ paddingInlineStart: `${String(depth * 1.25)}rem` }} title={snapshot.description}>
              {snapshot.name}
              {snapshot.current && <span className="subtle"> · {t("current")}</span>}
              {snapshot.state !== "READY" && <span className="subtle"> · {t(`state.${snapshot.state}`)}</span>}
            </td>
            <td title={`${t("by")}: ${snapshot.createdBy}`}>{dateTime(snapshot.createdAt)}</td>
            <td title={snapshot.quiesceDetail}>{t(`consistency.${consistency(snapshot)}`)}</td>
            {ask && (
              <td>
                {snapshot.state === "READY" && (
                  <Ask text={t("revert")} about={snapshot} onClick={() => ask({ kind: "revert", snapshot })} />
                )}
                <Ask text={t("edit")} about={snapshot} onClick={() => ask({ kind: "edit", snapshot })} />
                <Ask text={t("delete")} about={snapshot} onClick={() => ask({ kind: "delete", snapshot })} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Ask({ text, about, onClick }: { text: string; about: Snapshot; onClick: () => void }) {
  return (
    <DeedButton variant="link" size="sm" aria-label={`${text}: ${about.name}`} onClick={onClick}>
      {text}
    </DeedButton>
  );
}

function consistency({ quiesced, guestWas }: Snapshot) {
  if (guestWas === "OFF") return "off";
  return quiesced ? "in-order" : "as-is";
}
