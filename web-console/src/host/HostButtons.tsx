import { lazy, Suspense, useState } from "react";
import type { Host } from "../api/types";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { Confirm } from "../ui/Confirm";
import { useNoDeeds } from "../ui/Deed";
import { MenuButton } from "../ui/MenuButton";
import { HOST_VERBS, runHostVerb, type HostVerb } from "./hostActions";

const ConfirmDeadDialog = lazy(() =>
  import("../ha/ConfirmDeadDialog").then((module) => ({ default: module.ConfirmDeadDialog })),
);

const EnterMaintenanceDialog = lazy(() =>
  import("../maintenance/EnterMaintenanceDialog").then((module) => ({ default: module.EnterMaintenanceDialog })),
);

export function HostButtons({ host }: { host: Host }) {
  const { t } = useI18n();
  const noDeeds = useNoDeeds();
  const [asking, setAsking] = useState<"revoke" | "remove" | "confirm-dead" | "enter-maintenance" | null>(null);
  const verbs = HOST_VERBS.filter((verb) => host.allowedActions.includes(verb));
  // Allowed by the manager once the beat stands still too, of which no event tells: so it is offered, and the dialog asks.
  const mayBeDead = usePermission("HOST_ENROL") && host.status.state !== "READY" && host.status.state !== "CONNECTING";
  const mayEnter = host.allowedActions.includes("enter-maintenance");
  const { name } = host.metadata;
  const run = (verb: HostVerb) => {
    if (verb === "revoke" || verb === "remove") setAsking(verb);
    else void attempt(`${t(`host.verb.${verb}`)}: ${name}`, () => runHostVerb(host, verb));
  };
  const confirmDead = {
    key: "confirm-dead",
    text: t("ha.dead.verb"),
    danger: true,
    onSelect: () => setAsking("confirm-dead"),
  };
  return (
    <>
      {(verbs.length > 0 || mayBeDead || mayEnter) && (
        <MenuButton
          refused={noDeeds}
          label={t("host.actions", { name })}
          variant="default"
          entries={[
            ...(mayEnter
              ? [
                  {
                    key: "enter-maintenance",
                    text: t("host.verb.enter-maintenance"),
                    onSelect: () => setAsking("enter-maintenance"),
                  },
                ]
              : []),
            ...(mayBeDead ? [confirmDead] : []),
            ...verbs.map((verb) => ({
              key: verb,
              text: t(`host.verb.${verb}`),
              danger: verb === "revoke" || verb === "remove",
              separated: verb === "revoke" || (verb === "remove" && !verbs.includes("revoke")),
              onSelect: () => run(verb),
            })),
          ]}
        >
          {t("action.actions")}
        </MenuButton>
      )}
      {asking === "confirm-dead" && (
        <Suspense>
          <ConfirmDeadDialog host={host} onClose={() => setAsking(null)} />
        </Suspense>
      )}
      {asking === "enter-maintenance" && (
        <Suspense>
          <EnterMaintenanceDialog host={host} onClose={() => setAsking(null)} />
        </Suspense>
      )}
      {(asking === "revoke" || asking === "remove") && (
        <Confirm
          title={t(`host.confirm.${asking}.title`, { name })}
          text={t(`host.confirm.${asking}.text`)}
          verb={t(`host.verb.${asking}`)}
          danger
          typeName={name}
          onConfirm={() => runHostVerb(host, asking)}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}
