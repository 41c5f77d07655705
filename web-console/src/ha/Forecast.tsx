import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useObjects } from "../api/hooks";
import type { Forecast } from "../api/types";
import { useI18n } from "../i18n";
import { StateMark } from "../ui/State";

/** What would happen to the VMs of a host: where each is restarted and in which order, which are not, and why. */
export function ForecastView({ forecast }: { forecast: Forecast }) {
  const { t } = useI18n();
  const { restarts, notRestarted, unprotected } = forecast;
  return (
    <div className="stack">
      {forecast.doubt && (
        <p>
          <StateMark tone="attention" icon="unknown">
            {forecast.doubt}
          </StateMark>
        </p>
      )}
      {!forecast.acting && !forecast.doubt && (
        <p>
          <StateMark tone="attention" icon="warn">
            {t("ha.whatIf.notActing")}
          </StateMark>
        </p>
      )}
      {restarts.length + notRestarted.length + unprotected.length === 0 && (
        <p className="subtle">{t("ha.whatIf.nothing")}</p>
      )}
      {restarts.length > 0 && (
        <Part title={t("ha.whatIf.restarts")}>
          <ol className="ha-restarts">
            {restarts.map((restart) => (
              <li key={restart.vmId}>
                <VmLink id={restart.vmId} name={restart.vmName} /> {t("ha.whatIf.on", { host: restart.targetHostName })}
                <RestartOrder forecast={forecast} restart={restart} />
              </li>
            ))}
          </ol>
        </Part>
      )}
      {notRestarted.length > 0 && (
        <Part title={t("ha.whatIf.left")}>
          <ul className="ha-left">
            {notRestarted.map((left) => (
              <li key={left.vmId}>
                <StateMark tone="broken" icon="broken">
                  <VmLink id={left.vmId} name={left.vmName} />
                </StateMark>
                <p className="subtle">{left.reason}</p>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {unprotected.length > 0 && (
        <Part title={t("ha.whatIf.unprotected")}>
          <ul className="ha-left">
            {unprotected.map((left) => (
              <li key={left.vmId}>
                <StateMark tone="off" icon="dash">
                  <VmLink id={left.vmId} name={left.vmName} />
                </StateMark>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="ha-heading">{title}</h3>
      {children}
    </div>
  );
}

function VmLink({ id, name }: { id: string; name: string }) {
  return (
    <Link to="/vms/$id" params={{ id }}>
      {name}
    </Link>
  );
}

/** Its priority, and the VMs that it waits for: some of them may run on other hosts. */
function RestartOrder({ forecast, restart }: { forecast: Forecast; restart: Forecast["restarts"][number] }) {
  const { t } = useI18n();
  const vms = useObjects("vm");
  const nameOf = (id: string) =>
    forecast.restarts.find((each) => each.vmId === id)?.vmName ??
    vms.find((vm) => vm.metadata.id === id)?.metadata.name ??
    id.slice(0, 8);
  const parts = [
    t("ha.whatIf.priority", { priority: t(`ha.vm.priority.${restart.priority}`) }),
    ...(restart.after.length > 0 ? [t("ha.whatIf.after", { names: restart.after.map(nameOf).join(", ") })] : []),
  ];
  return <p className="subtle">{parts.join(" · ")}</p>;
}
