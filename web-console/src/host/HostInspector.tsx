import { Link } from "@tanstack/react-router";
import type { Host } from "../api/types";
import { useI18n } from "../i18n";
import { Facts } from "../ui/Facts";
import { HostStateMark } from "../ui/State";
import { HostButtons } from "./HostButtons";
import { useHostFacts } from "./hostFacts";

export function HostInspector({ host }: { host: Host }) {
  const { t } = useI18n();
  const facts = useHostFacts(host);
  return (
    <>
      <div className="inspector-head">
        <h2>{host.metadata.name}</h2>
        <HostStateMark state={host.status.state} />
      </div>
      <HostButtons host={host} />
      <Facts facts={facts} />
      <p>
        <Link to="/hosts/$id" params={{ id: host.metadata.id }}>
          {t("action.openPage")}
        </Link>
      </p>
    </>
  );
}
