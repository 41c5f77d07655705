import { to } from "../api/calls";
import { send } from "../api/http";
import type { PowerRecommendation } from "../api/types";
import { attempt } from "../app/notices";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { HostLink } from "../ui/ObjectLink";
import { useNow } from "../ui/useNow";
import { POWER_TEXTS } from "./powerTexts";
import { proposalText } from "./reasonText";

/** What the manager would do by itself, and leaves to people where it only recommends. */
export function Proposals({
  clusterId,
  proposals,
  changed,
}: {
  clusterId: string;
  proposals: readonly PowerRecommendation[];
  changed: () => void;
}) {
  const { language, locale } = useI18n();
  const own = useOwnTexts(POWER_TEXTS);
  const now = useNow();
  const mayPower = usePermission("HOST_POWER");
  const accept = async ({ id, kind, hostName: name }: PowerRecommendation) => {
    await attempt<unknown>(own(`power.proposal.${kind}.do`, { name }), () =>
      send(
        to.post("/clusters/{id}/dpm/recommendations/{recommendationId}/actions/accept", {
          id: clusterId,
          recommendationId: id,
        }),
      ),
    );
    changed();
  };
  return (
    <Section title={own("power.proposals")}>
      {proposals.length === 0 && <p>{own("power.proposals.none")}</p>}
      <ul className="power-proposals" aria-live="polite">
        {proposals.map((one) => (
          <li key={one.id}>
            <div>
              <strong>
                {own(`power.proposal.${one.kind}`)} <HostLink id={one.hostId} name={one.hostName} />
              </strong>
              <p>{proposalText(one, language, locale, now)}</p>
            </div>
            {mayPower && (
              <DeedButton
                size="sm"
                aria-label={own(`power.proposal.${one.kind}.do`, { name: one.hostName })}
                onClick={() => void accept(one)}
              >
                {own("power.proposal.accept")}
              </DeedButton>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
