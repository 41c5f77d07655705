import type { UseQueryResult } from "@tanstack/react-query";
import { useI18n } from "../i18n";
import { ProblemView, toProblem } from "../ui/Problem";

/** Loading and refusal of a list, above where its rows will be. */
export function QueryState({ query }: { query: UseQueryResult }) {
  const { t } = useI18n();
  if (query.isPending) return <p role="status">{t("app.loading")}</p>;
  return query.isError ? <ProblemView problem={toProblem(query.error)} /> : null;
}
