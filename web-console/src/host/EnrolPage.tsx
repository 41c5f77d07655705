import { TextInput } from "@patternfly/react-core";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useScoped, useTargetCluster } from "../app/scope";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Host, NewJoinToken, Problem } from "../api/types";
import { useI18n } from "../i18n";
import { CopyText } from "../ui/CopyText";
import { DeedButton } from "../ui/Deed";
import { clockTime } from "../ui/format";
import { Page } from "../ui/Page";
import { ProblemView, toProblem } from "../ui/Problem";
import { Select } from "../ui/Select";
import { ShowApi } from "../ui/ShowApi";
import { StateMark, type Tone } from "../ui/State";
import type { IconName } from "../ui/icons";
import { Checks } from "./Checks";
import { checkSummary } from "./hostActions";
import "./host.css";

const LIFETIMES = ["900", "3600", "86400"] as const;

/** One command, copied to the new host; then this page shows how far it has come, by itself. */
export function EnrolPage() {
  const { t } = useI18n();
  const clusterId = useTargetCluster();
  const [ttl, setTtl] = useState<(typeof LIFETIMES)[number]>("3600");
  const [note, setNote] = useState("");
  const [issued, setIssued] = useState<{ token: NewJoinToken; knownHosts: ReadonlySet<string> } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const hosts = useScoped("host");
  const arrived = issued ? hosts.filter((host) => !issued.knownHosts.has(host.metadata.id)) : [];
  const request = to.post(
    "/clusters/{clusterId}/join-tokens",
    { clusterId: clusterId ?? "…" },
    { body: { ttlSeconds: Number(ttl), ...(note ? { note } : {}) } },
  );
  const issue = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const knownHosts = new Set(hosts.map((host) => host.metadata.id));
      setIssued({ token: await send(request), knownHosts });
    } catch (failure) {
      setProblem(toProblem(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Page
      title={
        <>
          <Link to="/hosts" className="crumb">
            {t("nav.hosts")}
          </Link>
          {t("host.enrol")}
        </>
      }
      actions={<ShowApi compact call={request} />}
    >
      <div className="enrol">
        <Step number={1} title={t("enrol.make")}>
          <p className="subtle">{t("enrol.make.text")}</p>
          <div className="row">
            <Select
              id="enrol-ttl"
              label={t("enrol.ttl")}
              value={ttl}
              onChange={setTtl}
              disabled={issued !== null}
              options={LIFETIMES.map((value) => ({ value, text: t(`enrol.ttl.${value}`) }))}
            />
            <TextInput
              id="enrol-note"
              aria-label={t("enrol.note")}
              placeholder={t("enrol.note")}
              value={note}
              isDisabled={issued !== null}
              onChange={(_, value) => setNote(value)}
            />
            <DeedButton
              isDisabled={busy || !clusterId}
              isLoading={busy}
              variant={issued ? "secondary" : "primary"}
              onClick={() => void issue()}
            >
              {issued ? t("enrol.another") : t("enrol.submit")}
            </DeedButton>
          </div>
          {problem && <ProblemView problem={problem} />}
        </Step>
        {issued && (
          <>
            <Step number={2} title={t("enrol.run")}>
              <p className="subtle">{t("enrol.run.text", { time: clockTime(issued.token.expiresAt) })}</p>
              <CopyText text={issued.token.command} label={t("enrol.run")} />
            </Step>
            <Step number={3} title={t("enrol.watch")}>
              {arrived.length === 0 && (
                <p role="status">
                  <StateMark tone="change" icon="half">
                    {t("enrol.waiting")}
                  </StateMark>
                </p>
              )}
              {arrived.map((host) => (
                <Arrival key={host.metadata.id} host={host} />
              ))}
            </Step>
          </>
        )}
      </div>
    </Page>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section className="enrol-step" aria-label={title}>
      <span className="enrol-number" aria-hidden="true">
        {number}
      </span>
      <div className="stack">
        <h2>{title}</h2>
        {children}
      </div>
    </section>
  );
}

type Tick = "waiting" | "done" | "warned" | "failed";
const TICK_LOOK: Record<Tick, { tone: Tone; icon: IconName }> = {
  waiting: { tone: "change", icon: "half" },
  done: { tone: "calm", icon: "check" },
  warned: { tone: "attention", icon: "warn" },
  failed: { tone: "broken", icon: "broken" },
};

function Arrival({ host }: { host: Host }) {
  const { t } = useI18n();
  const { checks, pools, state } = host.status;
  const { failed, warned } = checkSummary(checks);
  const ticks: Record<"connected" | "checks" | "storage" | "ready", Tick> = {
    connected: "done",
    checks: checks.length === 0 ? "waiting" : failed > 0 ? "failed" : warned > 0 ? "warned" : "done",
    storage:
      pools.length === 0
        ? state === "READY"
          ? "done"
          : "waiting"
        : pools.every((pool) => pool.reachable)
          ? "done"
          : "failed",
    ready: state === "READY" ? "done" : state === "CONNECTING" ? "waiting" : "failed",
  };
  return (
    <div role="status">
      <div className="ticks">
        <Link to="/hosts/$id" params={{ id: host.metadata.id }} className="ticks-host">
          {host.metadata.name}
        </Link>
        {(Object.keys(ticks) as (keyof typeof ticks)[]).map((key) => (
          <StateMark key={key} {...TICK_LOOK[ticks[key]]}>
            {t(`enrol.tick.${key}`)}
          </StateMark>
        ))}
      </div>
      {failed + warned > 0 && <Checks checks={checks.filter((check) => check.outcome !== "OK")} />}
    </div>
  );
}
