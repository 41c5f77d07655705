import { Button } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Host, Maintenance, MaintenanceVm } from "../api/types";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { bytes, dateTime, duration, milliseconds } from "../ui/format";
import { ProblemView, toProblem } from "../ui/Problem";
import { Select } from "../ui/Select";
import { StateMark } from "../ui/State";
import { ExitMaintenanceDialog } from "./ExitMaintenanceDialog";
import { MAINTENANCE_TEXTS } from "./maintenanceTexts";
import { useMaintenance } from "./useMaintenance";
import "./maintenance.css";

const STATE_TONE: Record<MaintenanceVm["state"], "off" | "attention" | "broken" | "change" | "calm"> = {
  WAITING: "off",
  BLOCKED: "attention",
  MOVING: "change",
  MOVED: "calm",
  STOPPING: "change",
  STOPPED: "calm",
  STARTING: "change",
  STARTED: "calm",
  SKIPPED: "attention",
  FAILED: "broken",
  GONE: "off",
};

function iconOf(state: MaintenanceVm["state"]) {
  if (state === "FAILED") return "broken";
  return STATE_TONE[state] === "calm" ? "check" : "half";
}

/** How a host's maintenance stands: what every VM does, what needs somebody, and whether the host may be switched off. */
export function HostMaintenance({ host, id }: { host: Host; id: string }) {
  const { t } = useI18n();
  const own = useOwnTexts(MAINTENANCE_TEXTS);
  const query = useMaintenance(id);
  return (
    <Section title={own("section.title")}>
      {query.isPending && <p role="status">{t("app.loading")}</p>}
      {query.isError && <ProblemView problem={toProblem(query.error)} />}
      {query.data && <Shown host={host} maintenance={query.data} />}
    </Section>
  );
}

function Shown({ host, maintenance }: { host: Host; maintenance: Maintenance }) {
  const i18n = useI18n();
  const own = useOwnTexts(MAINTENANCE_TEXTS);
  const { progress } = maintenance;
  const state = maintenance.state;
  return (
    <div className="maintenance">
      <p>
        <StateMark tone={state === "IN_MAINTENANCE" ? "attention" : "change"} icon="half">
          {state === "LEFT" || state === "CANCELLED" ? state : own(`host.${state}`)}
        </StateMark>{" "}
        {own("section.by", { name: maintenance.requestedBy })} {maintenance.note}
      </p>
      {progress.total > 0 && (
        <p role="status">
          {own("section.progress", {
            left: progress.left,
            total: progress.total,
            bytes: bytes(progress.bytesMoved, i18n.locale),
          })}{" "}
          {progress.secondsLeft != null &&
            own("section.timeLeft", { time: duration(progress.secondsLeft * 1000, i18n) })}{" "}
          {progress.longestPauseMs != null &&
            own("section.longest", { pause: milliseconds(progress.longestPauseMs, i18n.locale) })}
        </p>
      )}
      {maintenance.paused && <p>{own("section.paused")}</p>}
      {maintenance.attention && (
        <p role="alert">
          <StateMark tone="attention" icon="warn">
            {maintenance.attention}
          </StateMark>
        </p>
      )}
      <Deeds host={host} maintenance={maintenance} />
      {/* On its way out it may hold VMs again, whatever was proved before. */}
      {state !== "LEAVING" && maintenance.proof.length > 0 && <Proof maintenance={maintenance} />}
      <VmTable maintenance={maintenance} />
    </div>
  );
}

function Deeds({ host, maintenance }: { host: Host; maintenance: Maintenance }) {
  const own = useOwnTexts(MAINTENANCE_TEXTS);
  const may = usePermission("HOST_MAINTAIN");
  const [leaving, setLeaving] = useState(false);
  const { id, allowedActions } = maintenance;
  if (!may) return null;
  const act = (verb: "pause" | "resume" | "cancel" | "prove") => (
    <DeedButton
      key={verb}
      variant="secondary"
      size="sm"
      onClick={() =>
        void attempt(`${own(`deed.${verb}`)}: ${host.metadata.name}`, () =>
          send(to.post(`/maintenances/{id}/actions/${verb}`, { id })),
        )
      }
    >
      {own(`deed.${verb}`)}
    </DeedButton>
  );
  const offered = (["pause", "resume", "cancel", "prove"] as const).filter((verb) => allowedActions.includes(verb));
  return (
    <p className="maintenance-deeds">
      {allowedActions.includes("exit") && (
        <DeedButton size="sm" onClick={() => setLeaving(true)}>
          {own("deed.exit")}
        </DeedButton>
      )}
      {offered.map(act)}
      {leaving && <ExitMaintenanceDialog host={host} onClose={() => setLeaving(false)} />}
    </p>
  );
}

function Proof({ maintenance }: { maintenance: Maintenance }) {
  const own = useOwnTexts(MAINTENANCE_TEXTS);
  const { safeToPowerOff, proof } = maintenance;
  return (
    <div>
      <h3>
        <StateMark tone={safeToPowerOff ? "calm" : "attention"} icon={safeToPowerOff ? "check" : "warn"}>
          {own(safeToPowerOff ? "safe.yes" : "safe.no")}
        </StateMark>
      </h3>
      <ul aria-label={own("safe.proof")}>
        {proof.map((part) => (
          <li key={part.check}>
            <StateMark tone={part.holds ? "calm" : "attention"} icon={part.holds ? "check" : "warn"}>
              {part.detail}
            </StateMark>
          </li>
        ))}
      </ul>
      {proof[0] && <p className="subtle">{own("safe.at", { time: dateTime(proof[0].at) })}</p>}
    </div>
  );
}

function VmTable({ maintenance }: { maintenance: Maintenance }) {
  const i18n = useI18n();
  const own = useOwnTexts(MAINTENANCE_TEXTS);
  const vms = maintenance.vms ?? [];
  if (vms.length === 0) return null;
  return (
    <table className="plain maintenance-plan">
      <thead>
        <tr>
          <th scope="col">{own("col.vm")}</th>
          <th scope="col">{own("col.state")}</th>
          <th scope="col">{own("col.to")}</th>
          <th scope="col" className="num">
            {own("col.time")}
          </th>
          <th scope="col" className="num">
            {own("col.pause")}
          </th>
          <th scope="col">{own("col.choice")}</th>
        </tr>
      </thead>
      <tbody>
        {vms.map((vm) => (
          <tr key={`${vm.purpose} ${vm.vmId} ${vm.wave}`}>
            <td>
              {vm.vmName}
              {vm.purpose !== "LEAVE" && <span className="subtle"> ({own(`purpose.${vm.purpose}`)})</span>}
            </td>
            <td>
              <StateMark tone={STATE_TONE[vm.state]} icon={iconOf(vm.state)}>
                {own(`state.${vm.state}`)}
              </StateMark>
              {vm.reason && <p className="subtle">{vm.reason}</p>}
            </td>
            <td>{vm.targetHostName || "–"}</td>
            <td className="num">{vm.totalMs == null ? "–" : duration(vm.totalMs, i18n)}</td>
            <td className="num">{vm.pauseMs == null ? "–" : milliseconds(vm.pauseMs, i18n.locale)}</td>
            <td>
              {(vm.purpose === "LEAVE" || vm.purpose === "MAKE_ROOM") && maintenance.state === "ENTERING" && (
                <Again maintenance={maintenance} vm={vm} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const OPEN: readonly MaintenanceVm["state"][] = ["WAITING", "BLOCKED", "FAILED", "SKIPPED"];

/** One VM tried once more, or something else chosen for it; one that only makes room can be tried once more. */
function Again({ maintenance, vm }: { maintenance: Maintenance; vm: MaintenanceVm }) {
  const own = useOwnTexts(MAINTENANCE_TEXTS);
  const may = usePermission("HOST_MAINTAIN");
  if (!may || !OPEN.includes(vm.state)) return null;
  const again = (body: { choice?: MaintenanceVm["choice"] }) =>
    void attempt(`${own("deed.retry")}: ${vm.vmName}`, () =>
      send(to.post("/maintenances/{id}/vms/{vmId}/actions/retry", { id: maintenance.id, vmId: vm.vmId }, { body })),
    );
  return (
    <span className="row">
      {vm.purpose === "LEAVE" && (
        <Select
          id={`again-${vm.vmId}`}
          label={own("choice.of", { name: vm.vmName })}
          value={vm.choice}
          options={(["MOVE", "STOP", "SKIP"] as const).map((choice) => ({
            value: choice,
            text: own(`choice.${choice}`),
          }))}
          onChange={(choice) => again({ choice })}
        />
      )}
      {vm.state === "FAILED" && (
        <Button variant="link" size="sm" onClick={() => again({})}>
          {own("deed.retry")}
        </Button>
      )}
    </span>
  );
}
