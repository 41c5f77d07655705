import { to } from "../api/calls";
import { send } from "../api/http";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { dateTime } from "../ui/format";
import { ObjectLink } from "../ui/ObjectLink";
import { Empty } from "../ui/Page";
import { ProblemView, toProblem } from "../ui/Problem";
import { BALANCE_TEXTS } from "./balanceTexts";
import { useKept } from "./useBalance";

/** VMs that balancing leaves alone. */
export function Kept({ clusterId, changed }: { clusterId: string; changed: () => void }) {
  const { t } = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const kept = useKept(clusterId);
  const mayOperate = usePermission("VM_OPERATE");
  const remove = (vmId: string, name: string) =>
    attempt(own("drs.kept.remove.do", { name }), () =>
      send(to.delete("/clusters/{id}/drs/exclusions/{vmId}", { id: clusterId, vmId })),
    ).then(changed);
  return (
    <Section title={own("drs.tab.kept")}>
      {kept.isPending && <p role="status">{t("app.loading")}</p>}
      {kept.isError && <ProblemView problem={toProblem(kept.error)} />}
      {kept.data?.length === 0 && <Empty title={own("drs.kept.empty.title")} text={own("drs.kept.empty.text")} />}
      {kept.data && kept.data.length > 0 && <p className="subtle">{own("drs.kept.about")}</p>}
      <ul className="balance-rows">
        {kept.data?.map(({ vmId, vmName, since, requestedBy }) => (
          <li key={vmId} className="balance-head">
            <ObjectLink kind="vm" id={vmId} name={vmName} />
            <span className="subtle">{own("drs.kept.since", { time: dateTime(since), name: requestedBy })}</span>
            {mayOperate && (
              <span className="balance-deeds">
                <DeedButton
                  size="sm"
                  variant="link"
                  aria-label={`${own("drs.kept.remove")}: ${vmName}`}
                  onClick={() => void remove(vmId, vmName)}
                >
                  {own("drs.kept.remove")}
                </DeedButton>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
