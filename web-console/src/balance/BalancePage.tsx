import { Link, useParams } from "@tanstack/react-router";
import { useObject, useObjects, useStream } from "../api/hooks";
import { useScope } from "../app/scope";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Empty, Page } from "../ui/Page";
import { BALANCE_TEXTS } from "./balanceTexts";
import { ClusterBalance } from "./ClusterBalance";
import "./balance.css";

/** Balancing of the cluster in scope or of the only one; with several, which of them. */
export function BalancePage() {
  const { t } = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const scope = useScope();
  const clusters = useObjects("cluster").filter(({ metadata }) => !scope || metadata.id === scope);
  const { listed } = useStream();
  const [only] = clusters;
  if (only && clusters.length === 1) return <ClusterBalance cluster={only} />;
  return (
    <Page title={own("drs.title")} aside={own("drs.about")}>
      {!listed && <p role="status">{t("app.loading")}</p>}
      {listed && clusters.length === 0 && (
        <Empty title={own("drs.clusters.empty.title")} text={own("drs.clusters.empty.text")} />
      )}
      {clusters.length > 0 && <h2>{own("drs.choose")}</h2>}
      <ul className="balance-clusters">
        {clusters.map(({ metadata: { id, name } }) => (
          <li key={id}>
            <Link to="/balance/$id" params={{ id }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** Balancing of the cluster in the address. */
export function OneBalancePage() {
  const { t } = useI18n();
  const own = useOwnTexts(BALANCE_TEXTS);
  const { id } = useParams({ from: "/inside/balance/$id" });
  const cluster = useObject("cluster", id);
  const { listed } = useStream();
  if (cluster) return <ClusterBalance key={id} cluster={cluster} />;
  return (
    <Page title={own("drs.title")}>
      {listed ? (
        <Empty title={own("drs.clusters.empty.title")} text={own("drs.clusters.empty.text")} />
      ) : (
        <p role="status">{t("app.loading")}</p>
      )}
    </Page>
  );
}
