/** What is shown when a page is loading, missing, or broken. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ProblemError } from "../api/http";
import { useI18n } from "../i18n";
import { ProblemView } from "../ui/Problem";

export function Pending() {
  const { t } = useI18n();
  return (
    <p role="status" className="page-pad subtle">
      {t("app.loading")}
    </p>
  );
}

/** The children are further ways on, beside the overview. */
export function NotFound({ children }: { children?: ReactNode }) {
  const { t } = useI18n();
  return (
    <div className="page-pad">
      <h1>{t("app.notFound.title")}</h1>
      <p className="subtle">{t("app.notFound.text")}</p>
      <p className="row">
        {children}
        <Link to="/">{t("nav.overview")}</Link>
      </p>
    </div>
  );
}

export function Crash({ error }: { error: unknown }) {
  const { t } = useI18n();
  return (
    <div className="page-pad">
      {error instanceof ProblemError ? <ProblemView problem={error.problem} /> : <p role="alert">{t("app.crashed")}</p>}
      <p>
        <button type="button" onClick={() => location.reload()}>
          {t("app.reload")}
        </button>
      </p>
    </div>
  );
}
