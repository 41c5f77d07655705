import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Host, HostDraw, HostPowerControl, PowerHost } from "../api/types";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Confirm } from "../ui/Confirm";
import { DeedButton } from "../ui/Deed";
import { Facts, Section } from "../ui/Facts";
import { dateTime, shortTime } from "../ui/format";
import { ProblemView, toProblem } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { StateMark } from "../ui/State";
import { useNow } from "../ui/useNow";
import { HOST_POWER_TEXTS } from "./hostPowerTexts";
import { POWER_TEXTS } from "./powerTexts";
import { reasonText } from "./reasonText";
import { STATE_LOOK } from "./stateLook";
import { useHostPower } from "./useHostPower";
import "./power.css";

const PowerControlDialog = lazy(() =>
  import("./PowerControlDialog").then((module) => ({ default: module.PowerControlDialog })),
);
const PowerModelDialog = lazy(() =>
  import("./PowerModelDialog").then((module) => ({ default: module.PowerModelDialog })),
);
const TestWakeDialog = lazy(() => import("./TestWakeDialog").then((module) => ({ default: module.TestWakeDialog })));

/** How a host is switched on and off, whether it wakes, what it draws, and why it is asleep or not. */
export function HostPower({ host }: { host: Host }) {
  const { t } = useI18n();
  const { control, model, saving, changed } = useHostPower(host);
  const failed = [control, model, saving].find(({ isError }) => isError);
  return (
    <>
      {control.isPending && <p role="status">{t("app.loading")}</p>}
      {failed && <ProblemView problem={toProblem(failed.error)} />}
      <div className="columns">
        <div>
          {control.data !== undefined && <Control host={host} control={control.data} changed={changed} />}
          {model.data && <Draw model={model.data} changed={changed} />}
        </div>
        <div>
          {saving.data !== undefined && <Saving clusterId={host.spec.clusterId} host={saving.data} />}
          {control.data && <Wakes control={control.data} />}
        </div>
      </div>
    </>
  );
}

function Control({ host, control, changed }: { host: Host; control: HostPowerControl | null; changed: () => void }) {
  const { t } = useI18n();
  const own = useOwnTexts(HOST_POWER_TEXTS);
  const maySet = usePermission("HOST_ENROL");
  const mayPower = usePermission("HOST_POWER");
  const [asking, setAsking] = useState<"set" | "test" | "delete" | null>(null);
  const { id, name } = host.metadata;
  const close = () => setAsking(null);
  const read = () =>
    attempt<unknown>(own("hostPower.read.do", { name }), () => send(to.post("/hosts/{id}/actions/power-test", { id })));
  return (
    <Section
      title={own("hostPower.control")}
      aside={
        <>
          {control && mayPower && (
            <>
              <DeedButton variant="link" size="sm" onClick={() => void read()}>
                {own("hostPower.read")}
              </DeedButton>
              <DeedButton variant="link" size="sm" onClick={() => setAsking("test")}>
                {own("hostPower.test")}
              </DeedButton>
            </>
          )}
          {maySet && (
            <DeedButton variant="link" size="sm" onClick={() => setAsking("set")}>
              {control ? t("action.edit") : own("hostPower.setUp")}
            </DeedButton>
          )}
          {control && maySet && (
            <DeedButton variant="link" size="sm" isDanger onClick={() => setAsking("delete")}>
              {own("hostPower.delete")}
            </DeedButton>
          )}
          <ShowApi compact call={to.get("/hosts/{id}/power", { id })} />
        </>
      }
    >
      {control ? <ControlFacts control={control} /> : <p className="subtle">{own("hostPower.none")}</p>}
      <Suspense>
        {asking === "set" && (
          <PowerControlDialog hostId={id} name={name} control={control} onClose={close} onDone={changed} />
        )}
        {asking === "test" && (
          <TestWakeDialog hostId={id} kind={control?.kind ?? null} name={name} onClose={close} onDone={changed} />
        )}
      </Suspense>
      {asking === "delete" && control && (
        <Confirm
          title={own("hostPower.delete.title", { name })}
          text={own("hostPower.delete.text")}
          verb={t("action.delete")}
          danger
          onConfirm={async () => {
            await send(to.delete("/hosts/{id}/power", { id }, { ifMatch: `"${control.revision}"` }));
            changed();
          }}
          onClose={close}
        />
      )}
    </Section>
  );
}

const POWER_LOOK = {
  ON: { tone: "calm", icon: "check" },
  OFF: { tone: "off", icon: "power" },
  UNKNOWN: { tone: "off", icon: "unknown" },
} as const;

function ControlFacts({ control }: { control: HostPowerControl }) {
  const own = useOwnTexts(HOST_POWER_TEXTS);
  const now = useNow();
  const mono = (text: string) => <span className="mono power-long">{text}</span>;
  const { certificateSha256: print, lastSeen, lastFailure } = control;
  return (
    <Facts
      facts={[
        [
          own("hostPower.state"),
          <span key="state">
            <StateMark {...POWER_LOOK[control.state]}>{own(`hostPower.state.${control.state}`)}</StateMark>{" "}
            {control.stateSince && <span className="subtle">{shortTime(control.stateSince, now)}</span>}
          </span>,
        ],
        [own("hostPower.kind"), own(`hostPower.kind.${control.kind}`)],
        [own("hostPower.address"), mono(`${control.address} : ${control.port}`)],
        control.mac === null ? null : [own("hostPower.mac"), mono(control.mac)],
        control.user === null ? null : [own("hostPower.user"), control.user],
        control.secretSet ? [own("hostPower.secret"), own("hostPower.secret.set")] : null,
        control.kind === "REDFISH" && (print !== null || control.caCertificatePem === null)
          ? [own("hostPower.certificate"), print === null ? own("hostPower.trust.none") : mono(print)]
          : null,
        control.caCertificatePem === null ? null : [own("hostPower.authority.short"), own("hostPower.authority.given")],
        control.systemPath === null ? null : [own("hostPower.system"), mono(control.systemPath)],
        control.cipherSuite === null ? null : [own("hostPower.cipher"), control.cipherSuite],
        [
          own("hostPower.limits"),
          own("hostPower.limits.of", {
            switch: control.switchSeconds,
            shutdown: control.shutdownSeconds,
            wake: control.wakeSeconds,
          }),
        ],
        lastSeen === null
          ? null
          : [
              own("hostPower.seen"),
              `${shortTime(lastSeen.at, now)}: ${own(`hostPower.state.${lastSeen.state}`)}. ${lastSeen.detail}`,
            ],
        lastFailure === null ? null : [own("hostPower.failure"), <Failure key="failure" failure={lastFailure} />],
      ]}
    />
  );
}

function Failure({ failure }: { failure: { code: string; detail: string } }) {
  const { lookup } = useI18n();
  return (
    <>
      <StateMark tone="broken" icon="broken">
        {lookup(`problem.${failure.code}`) ?? failure.code}
      </StateMark>{" "}
      <span className="subtle power-long">{failure.detail}</span>
    </>
  );
}

function Wakes({ control: { wake } }: { control: HostPowerControl }) {
  const own = useOwnTexts(HOST_POWER_TEXTS);
  const look = wake.wakeable
    ? ({ tone: "calm", icon: "check" } as const)
    : ({ tone: "attention", icon: "warn" } as const);
  const why = wake.reason === null ? own("hostPower.wakeable.yes") : own(`hostPower.wakeable.${wake.reason}`);
  return (
    <Section title={own("hostPower.wakes")}>
      <Facts
        facts={[
          [
            own("hostPower.wakeable"),
            <StateMark key="wakeable" {...look}>
              {why}
            </StateMark>,
          ],
          wake.learnedSeconds === null
            ? null
            : [
                own("hostPower.learned"),
                own("hostPower.learned.of", { seconds: wake.learnedSeconds, count: wake.learnedFrom }),
              ],
        ]}
      />
      <h3 className="power-sub">{own("hostPower.attempts")}</h3>
      {wake.attempts.length === 0 ? (
        <p className="subtle">{own("hostPower.attempts.none")}</p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              {(["when", "what", "result"] as const).map((key) => (
                <th key={key} scope="col" className={key === "result" ? undefined : "power-moment"}>
                  {own(`hostPower.attempt.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {wake.attempts.map((one) => (
              <tr key={one.taskId}>
                <td className="power-moment">
                  <Link to="/tasks/$id" params={{ id: one.taskId }}>
                    {dateTime(one.at)}
                  </Link>
                </td>
                <td className="power-moment">{own(one.test ? "hostPower.attempt.test" : "hostPower.attempt.real")}</td>
                <td>
                  {one.failure ? (
                    <Failure failure={one.failure} />
                  ) : (
                    own("hostPower.attempt.seconds", { seconds: one.seconds ?? 0 })
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Draw({ model, changed }: { model: HostDraw; changed: () => void }) {
  const { t, locale } = useI18n();
  const own = useOwnTexts(HOST_POWER_TEXTS);
  const maySet = usePermission("HOST_ENROL");
  const [asking, setAsking] = useState<"set" | "delete" | null>(null);
  const { hostId: id, hostName: name, idleWatts, fullWatts, draw, revision } = model;
  const isSet = idleWatts !== null && fullWatts !== null;
  const source = own(`hostPower.source.${draw.source}`);
  return (
    <Section
      title={own("hostPower.draw")}
      aside={
        maySet && (
          <>
            <DeedButton variant="link" size="sm" onClick={() => setAsking("set")}>
              {own("hostPower.model.set")}
            </DeedButton>
            {isSet && (
              <DeedButton variant="link" size="sm" isDanger onClick={() => setAsking("delete")}>
                {own("hostPower.model.delete")}
              </DeedButton>
            )}
          </>
        )
      }
    >
      <Facts
        facts={[
          [
            own("hostPower.draws"),
            draw.watts === null
              ? source
              : own("hostPower.draws.of", { watts: draw.watts.toLocaleString(locale), source }),
          ],
          [
            own("hostPower.model"),
            isSet ? own("hostPower.model.of", { idle: idleWatts, full: fullWatts }) : own("hostPower.model.none"),
          ],
        ]}
      />
      <Suspense>
        {asking === "set" && <PowerModelDialog model={model} onClose={() => setAsking(null)} onDone={changed} />}
      </Suspense>
      {asking === "delete" && (
        <Confirm
          title={own("hostPower.model.delete.title", { name })}
          text={own("hostPower.model.delete.text")}
          verb={t("action.delete")}
          danger
          onConfirm={async () => {
            await send(to.delete("/hosts/{id}/power/model", { id }, { ifMatch: `"${revision}"` }));
            changed();
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </Section>
  );
}

/** Why it cannot be parked, in the words of the page of power saving. */
function Saving({ clusterId, host }: { clusterId: string; host: PowerHost | null }) {
  const { language, locale } = useI18n();
  const own = useOwnTexts(HOST_POWER_TEXTS);
  const saving = useOwnTexts(POWER_TEXTS);
  const now = useNow();
  return (
    <Section
      title={own("hostPower.saving")}
      aside={
        <Link to="/power/$id" params={{ id: clusterId }}>
          {own("hostPower.saving.open")}
        </Link>
      }
    >
      {host === null ? (
        <p className="subtle">{own("hostPower.saving.none")}</p>
      ) : (
        <Facts
          facts={[
            [
              own("hostPower.state"),
              <StateMark key="state" {...STATE_LOOK[host.state]}>
                {saving(`power.state.${host.state}`)}
              </StateMark>,
            ],
            [
              own("hostPower.saving.why"),
              (host.reason ? reasonText(host.reason, language, locale, now) : host.why) || own("hostPower.saving.none"),
            ],
          ]}
        />
      )}
    </Section>
  );
}
