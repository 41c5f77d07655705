import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { Section } from "../ui/Facts";
import { bytes, dateTime, milliseconds } from "../ui/format";
import { HostLink } from "../ui/ObjectLink";
import { ProblemView, toProblem } from "../ui/Problem";

/** Every move, with the pause that was measured. Read anew whenever the VM changes. */
export function VmHistory({ vm }: { vm: Vm }) {
  const { t, locale, lookup } = useI18n();
  const { id, revision, createdAt } = vm.metadata;
  const migrations = useQuery({
    queryKey: ["migrations", id, revision],
    queryFn: ({ signal }) => send(to.get("/vms/{id}/migrations", { id }), signal),
    placeholderData: (before) => before,
  });
  return (
    <>
      <Section title={t("history.migrations")}>
        {migrations.isError && <ProblemView problem={toProblem(migrations.error)} />}
        {migrations.data?.items.length === 0 && <p className="subtle">{t("history.noMigrations")}</p>}
        {!!migrations.data?.items.length && (
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("history.when")}</th>
                <th scope="col">{t("history.from")}</th>
                <th scope="col">{t("history.to")}</th>
                <th scope="col">{t("history.outcome")}</th>
                <th scope="col" className="num">
                  {t("history.pause")}
                </th>
                <th scope="col" className="num">
                  {t("history.total")}
                </th>
                <th scope="col" className="num">
                  {t("history.amount")}
                </th>
              </tr>
            </thead>
            <tbody>
              {migrations.data.items.map((move) => (
                <tr key={move.id}>
                  <td>
                    <Link to="/tasks/$id" params={{ id: move.taskId }}>
                      {dateTime(move.startedAt)}
                    </Link>
                  </td>
                  <td>
                    <HostLink id={move.sourceHostId} name={move.sourceHostName} />
                  </td>
                  <td>
                    <HostLink id={move.targetHostId} name={move.targetHostName} />
                  </td>
                  <td>{lookup(`task.state.${move.outcome}`) ?? move.outcome}</td>
                  <td className="num">{move.downtimeMs === null ? "–" : milliseconds(move.downtimeMs, locale)}</td>
                  <td className="num">{move.totalMs === null ? "–" : milliseconds(move.totalMs, locale)}</td>
                  <td className="num">{move.transferredBytes === null ? "–" : bytes(move.transferredBytes, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
      <p className="subtle">
        {t("history.created", { time: dateTime(createdAt) })} · {t("history.epoch", { epoch: vm.status.epoch })} ·{" "}
        {t("history.revision", { revision })}
      </p>
    </>
  );
}
