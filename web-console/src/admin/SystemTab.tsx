import { useQuery } from "@tanstack/react-query";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Health } from "../api/types";
import { useI18n } from "../i18n";
import { Facts, Section } from "../ui/Facts";
import { dateTime } from "../ui/format";
import type { IconName } from "../ui/icons";
import { StateMark, type Tone } from "../ui/State";
import { QueryState } from "./QueryState";
import { useListQuery } from "./useListQuery";

const MANAGERS = to.get("/managers");
const HEALTH_LOOK: Record<Health["status"], { tone: Tone; icon: IconName }> = {
  UP: { tone: "calm", icon: "check" },
  DEGRADED: { tone: "attention", icon: "warn" },
  DOWN: { tone: "broken", icon: "broken" },
};

export function SystemTab() {
  const { t, lookup } = useI18n();
  const info = useQuery({ queryKey: ["info"], queryFn: ({ signal }) => send(to.get("/info"), signal) });
  const health = useQuery({ queryKey: ["health"], queryFn: ({ signal }) => send(to.get("/health"), signal) });
  const { query, items } = useListQuery(MANAGERS);
  return (
    <div>
      <Section title={t("system.version")}>
        <QueryState query={info} />
        {info.data && (
          <Facts
            facts={[
              [t("system.version"), info.data.version],
              [t("system.api"), info.data.apiVersion],
            ]}
          />
        )}
      </Section>
      <Section title={t("system.health")}>
        <QueryState query={health} />
        {health.data && (
          <table className="plain">
            <tbody>
              {health.data.checks.map(({ name, status, detail }) => (
                <tr key={name}>
                  <th scope="row">{lookup(`system.part.${name}`) ?? name}</th>
                  <td>
                    <StateMark {...HEALTH_LOOK[status]}>{t(`system.health.${status}`)}</StateMark>
                  </td>
                  <td>{detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
      <Section title={t("system.managers")}>
        <QueryState query={query} />
        {items.length > 0 && (
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("vm.col.address")}</th>
                <th scope="col">{t("system.role")}</th>
                <th scope="col">{t("system.version")}</th>
                <th scope="col">{t("vm.col.since")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((manager) => (
                <tr key={manager.id}>
                  <td className="mono">{manager.address}</td>
                  <td>{manager.leader ? t("system.leader") : t("system.follower")}</td>
                  <td>{manager.version}</td>
                  <td>{dateTime(manager.since)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
    </div>
  );
}
