import { Link } from "@tanstack/react-router";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Drs, Recommendation } from "../api/types";
import { attempt } from "../app/notices";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton, useNoDeeds } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { duration, mebibytes, milliseconds, shortTime } from "../ui/format";
import { MenuButton } from "../ui/MenuButton";
import { HostLink, ObjectLink } from "../ui/ObjectLink";
import { Empty } from "../ui/Page";
import { StateMark } from "../ui/State";
import { useNow } from "../ui/useNow";
import { BALANCE_TEXTS } from "./balanceTexts";
import { HostChange } from "./HostChange";
import { reasonText, recommendationLook } from "./recommendationText";

const SNOOZE_HOURS = [1, 8, 24, 168] as const;
const HOUR_MS = 3_600_000;

/** What should move, in the order of the plan, each with all that it is decided by. */
export function Recommendations({
  drs,
  all,
  changed,
}: {
  drs: Drs;
  all: readonly Recommendation[];
  changed: () => void;
}) {
  const own = useOwnTexts(BALANCE_TEXTS);
  return (
    <Section title={own("drs.tab.now")}>
      {all.length === 0 && <Nothing drs={drs} />}
      <ul className="balance-cards" aria-live="polite">
        {all.map((one) => (
          <Card key={one.id} one={one} changed={changed} />
        ))}
      </ul>
    </Section>
  );
}

function Nothing({ drs: { spec, status } }: { drs: Drs }) {
  const own = useOwnTexts(BALANCE_TEXTS);
  if (spec.mode === "OFF")
    return (
      <Empty title={own("drs.empty.off.title")} text={own("drs.empty.off.text")}>
        <Link to="." search={{ tab: "settings" } as never}>
          {own("drs.empty.off.go")}
        </Link>
      </Empty>
    );
  return status.lastRound ? (
    <Empty title={own("drs.empty.none.title")} text={own("drs.empty.none.text")} />
  ) : (
    <Empty title={own("drs.empty.first.title")} text={own("drs.empty.first.text")} />
  );
}

export function Card({ one, changed }: { one: Recommendation; changed: () => void }) {
  const own = useOwnTexts(BALANCE_TEXTS);
  const now = useNow();
  const { effect } = one;
  const state =
    one.state === "SNOOZED" && one.snoozedUntil
      ? own("drs.state.SNOOZED.until", { time: shortTime(one.snoozedUntil, now) })
      : own(`drs.state.${one.state}`);
  return (
    <li className="balance-card">
      <div className="balance-head">
        <h3>
          <ObjectLink kind="vm" id={one.vmId} name={one.vmName} />
        </h3>
        <span>
          <HostLink id={one.sourceHostId} name={one.sourceHostName} /> →{" "}
          <HostLink id={one.targetHostId} name={one.targetHostName} />
        </span>
        <StateMark {...recommendationLook(one.state)}>{state}</StateMark>
        <Buttons one={one} changed={changed} />
      </div>
      <p>
        {reasonText(one, own)} <span className="subtle">{one.reason}</span>
      </p>
      <ul className="balance-hosts">
        {effect.hosts.map((host) => (
          <HostChange key={host.hostName} host={host} />
        ))}
      </ul>
      <Cost one={one} />
      {(effect.rejected.length > 0 || effect.insteadOfIt) && (
        <details>
          <summary>{own("drs.others", { count: effect.rejected.length + (effect.insteadOfIt ? 1 : 0) })}</summary>
          <ul className="balance-rejected">
            {effect.rejected.map(({ hostName, because }) => (
              <li key={hostName}>{own("drs.other", { host: hostName, because })}</li>
            ))}
            {effect.insteadOfIt && <li>{effect.insteadOfIt}</li>}
          </ul>
        </details>
      )}
    </li>
  );
}

function Cost({ one: { effect, wave } }: { one: Recommendation }) {
  const { locale } = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const figure = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value);
  const parts = [
    own("drs.cost.seconds", { time: milliseconds(effect.seconds * 1000, locale) }),
    own("drs.cost.copied", { amount: mebibytes(effect.copiedMiB, locale) }),
    ...(effect.expectedPauseMs === null
      ? []
      : [own("drs.cost.pause", { time: milliseconds(effect.expectedPauseMs, locale) })]),
  ];
  return (
    <p className="balance-cost">
      {own("drs.cost")}: {parts.join(" · ")}
      <span className="subtle">
        {" "}
        · {own("drs.imbalance")} {figure(effect.imbalanceBefore)} → {figure(effect.imbalanceAfter)} ·{" "}
        {own("drs.wave", { step: wave + 1 })}
      </span>
    </p>
  );
}

function Buttons({ one, changed }: { one: Recommendation; changed: () => void }) {
  const i18n = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const refused = useNoDeeds();
  const may = (action: string) => one.allowedActions.includes(action);
  const name = one.vmName;
  const path = { id: one.clusterId, recommendationId: one.id };
  const root = "/clusters/{id}/drs/recommendations/{recommendationId}/actions";
  const accept = () =>
    attempt(own("drs.accept.do", { name }), () => send(to.post(`${root}/accept`, path))).then(changed);
  const snooze = (hours: number) =>
    attempt(own("drs.snooze.do", { name }), () => send(to.post(`${root}/snooze`, path, { body: { hours } }))).then(
      changed,
    );
  const never = () =>
    attempt(own("drs.never.do", { name }), () => send(to.post(`${root}/never-move`, path))).then(changed);
  return (
    <span className="balance-deeds">
      {may("accept") && (
        <DeedButton
          size="sm"
          variant="secondary"
          aria-label={`${own("drs.accept")}: ${name}`}
          title={own("drs.accept.help")}
          onClick={() => void accept()}
        >
          {own("drs.accept")}
        </DeedButton>
      )}
      {may("snooze") && (
        <MenuButton
          label={`${own("drs.snooze")}: ${name}`}
          icon="half"
          refused={refused}
          entries={SNOOZE_HOURS.map((hours) => ({
            key: String(hours),
            text: duration(hours * HOUR_MS, i18n),
            hint: own("drs.snooze"),
            onSelect: () => void snooze(hours),
          }))}
        >
          {own("drs.snooze")}
        </MenuButton>
      )}
      {may("never-move") && (
        <DeedButton size="sm" variant="link" aria-label={`${own("drs.never")}: ${name}`} onClick={() => void never()}>
          {own("drs.never")}
        </DeedButton>
      )}
    </span>
  );
}
