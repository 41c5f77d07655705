import { lazy, Suspense, useState } from "react";
import type { Call } from "../api/calls";
import { useI18n } from "../i18n";
import { Icon } from "./icons";

const ApiDialog = lazy(() => import("./ApiDialog").then((module) => ({ default: module.ApiDialog })));

/** "Show as API": the command line for what is about to be done here, and for what this window did last. */
export function ShowApi({ call, compact = false }: { call?: Call; compact?: boolean }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={compact ? "icon-button" : "text-button"}
        aria-label={compact ? t("api.show") : undefined}
        title={compact ? t("api.show") : undefined}
        onClick={() => setOpen(true)}
      >
        <Icon name="code" size={compact ? 16 : 14} />
        {!compact && t("api.show")}
      </button>
      {open && (
        <Suspense>
          <ApiDialog {...(call ? { call } : {})} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
