import { useQuery } from "@tanstack/react-query";
import { get } from "../api/http";
import type { Info, ManagerInstance } from "../api/types";
import { useI18n } from "../i18n";
import { Facts, Section } from "../ui/Facts";
import { dateTime } from "../ui/format";
import { QueryState } from "./QueryState";
import { useListQuery } from "./useListQuery";

export function SystemTab() {
  const { t } = useI18n();
  const info = useQuery({ queryKey: ["info"], queryFn: ({ signal }) => get<Info>("/info", signal) });
  const { query, items } = useListQuery<ManagerInstance>("/managers");
  return (
    <div className="admin">
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
