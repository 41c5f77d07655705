import { useState } from "react";
import type { Host } from "../api/types";
import { attempt } from "../app/notices";
import { useI18n } from "../i18n";
import { Confirm } from "../ui/Confirm";
import { useNoDeeds } from "../ui/Deed";
import { MenuButton } from "../ui/MenuButton";
import { HOST_VERBS, runHostVerb, type HostVerb } from "./hostActions";

export function HostButtons({ host }: { host: Host }) {
  const { t } = useI18n();
  const noDeeds = useNoDeeds();
  const [asking, setAsking] = useState<"revoke" | "remove" | null>(null);
  const verbs = HOST_VERBS.filter((verb) => host.allowedActions.includes(verb));
  const { name } = host.metadata;
  const run = (verb: HostVerb) => {
    if (verb === "revoke" || verb === "remove") setAsking(verb);
    else void attempt(`${t(`host.verb.${verb}`)}: ${name}`, () => runHostVerb(host, verb));
  };
  return (
    <>
      {verbs.length > 0 && (
        <MenuButton
          refused={noDeeds}
          label={t("host.actions", { name })}
          variant="default"
          entries={verbs.map((verb) => ({
            key: verb,
            text: t(`host.verb.${verb}`),
            danger: verb === "revoke" || verb === "remove",
            separated: verb === "revoke" || (verb === "remove" && !verbs.includes("revoke")),
            onSelect: () => run(verb),
          }))}
        >
          {t("action.actions")}
        </MenuButton>
      )}
      {asking && (
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
