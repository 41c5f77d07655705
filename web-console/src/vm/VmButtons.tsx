import { Link } from "@tanstack/react-router";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { DeedButton, useNoDeeds } from "../ui/Deed";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/MenuButton";
import { can, VERB_ICON, VM_VERBS, type VmVerb } from "./actions";
import { useActOnVms } from "./VmActionHost";

const IN_FRONT: readonly VmVerb[] = ["start", "resume", "shutdown", "migrate"];

/** What can be done to this VM now, and nothing else: the manager's `allowedActions` decide. */
export function VmButtons({ vm, withConsole = true }: { vm: Vm; withConsole?: boolean }) {
  const { t } = useI18n();
  const noDeeds = useNoDeeds();
  const act = useActOnVms();
  const front = IN_FRONT.filter((verb) => can(vm, verb));
  const rest = VM_VERBS.filter((verb) => !IN_FRONT.includes(verb) && can(vm, verb));
  return (
    <div className="row">
      {withConsole && can(vm, "console") && (
        <Link
          to="/vms/$id"
          params={{ id: vm.metadata.id }}
          search={{ tab: "console" }}
          className="pf-v6-c-button pf-m-secondary"
        >
          <span className="button-content">
            <Icon name="console" /> {t("vm.console")}
          </span>
        </Link>
      )}
      {front.map((verb) => (
        <DeedButton
          key={verb}
          variant={verb === "start" || verb === "resume" ? "primary" : "secondary"}
          icon={<Icon name={VERB_ICON[verb]} />}
          onClick={() => act(verb, [vm])}
        >
          {t(`vm.verb.${verb}`)}
        </DeedButton>
      ))}
      {rest.length > 0 && (
        <MenuButton
          refused={noDeeds}
          label={t("action.more")}
          icon="more"
          entries={rest.map((verb) => ({
            key: verb,
            text: t(`vm.verb.${verb}`),
            icon: VERB_ICON[verb],
            danger: verb === "delete",
            separated: verb === "delete" && rest.length > 1,
            onSelect: () => act(verb, [vm]),
          }))}
        />
      )}
    </div>
  );
}
