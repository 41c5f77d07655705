import { Link, useParams } from "@tanstack/react-router";
import { useObject, useObjects, useStream } from "../api/hooks";
import { useScope } from "../app/scope";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Empty, Page } from "../ui/Page";
import { ClusterPower } from "./ClusterPower";
import { POWER_TEXTS } from "./powerTexts";
import "./power.css";

/** Power saving of the cluster in scope or of the only one; with several, which of them. */
export function PowerPage() {
  const { t } = useI18n();
  const own = useOwnTexts(POWER_TEXTS);
  const scope = useScope();
  const clusters = useObjects("cluster").filter(({ metadata }) => !scope || metadata.id === scope);
  const { listed } = useStream();
  const [only] = clusters;
  if (only && clusters.length === 1) return <ClusterPower cluster={only} />;
  return (
    <Page title={own("power.title")} aside={own("power.about")}>
      {!listed && <p role="status">{t("app.loading")}</p>}
      {listed && clusters.length === 0 && <Empty title={own("power.none.title")} text={own("power.none.text")} />}
      {clusters.length > 0 && <h2>{own("power.choose")}</h2>}
      <ul className="power-clusters">
        {clusters.map(({ metadata: { id, name } }) => (
          <li key={id}>
            <Link to="/power/$id" params={{ id }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** Power saving of the cluster in the address. */
export function OnePowerPage() {
  const { t } = useI18n();
  const own = useOwnTexts(POWER_TEXTS);
  const { id } = useParams({ from: "/inside/power/$id" });
  const cluster = useObject("cluster", id);
  const { listed } = useStream();
  if (cluster) return <ClusterPower key={id} cluster={cluster} />;
  return (
    <Page title={own("power.title")}>
      {listed ? (
        <Empty title={own("power.none.title")} text={own("power.none.text")} />
      ) : (
        <p role="status">{t("app.loading")}</p>
      )}
    </Page>
  );
}
