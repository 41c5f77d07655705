import { Button } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { useObjects, useStream } from "../api/hooks";
import type { Cluster } from "../api/types";
import { useScope } from "../app/scope";
import { usePermission } from "../auth/session";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Section } from "../ui/Facts";
import { Icon } from "../ui/icons";
import { Empty, Page } from "../ui/Page";
import { ProblemView, toProblem } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { NewRollingDialog } from "./NewRollingDialog";
import { RollingSet } from "./RollingSet";
import { ROLLING_TEXTS } from "./rollingTexts";
import { useRolling } from "./useRolling";
import "./maintenance.css";

/** The rolling maintenances of each cluster, the newest first. */
export function RollingPage() {
  const { t } = useI18n();
  const own = useOwnTexts(ROLLING_TEXTS);
  const scope = useScope();
  const clusters = useObjects("cluster").filter(({ metadata }) => !scope || metadata.id === scope);
  const { listed } = useStream();
  const first = clusters[0]?.metadata.id;
  return (
    <Page
      title={own("title")}
      aside={own("about")}
      actions={first && <ShowApi compact call={to.get("/clusters/{id}/rolling-maintenances", { id: first })} />}
    >
      {!listed && <p role="status">{t("app.loading")}</p>}
      {listed && clusters.map((cluster) => <ClusterRolling key={cluster.metadata.id} cluster={cluster} />)}
    </Page>
  );
}

function ClusterRolling({ cluster }: { cluster: Cluster }) {
  const { t } = useI18n();
  const own = useOwnTexts(ROLLING_TEXTS);
  const { id, name } = cluster.metadata;
  const query = useRolling(id);
  const may = usePermission("HOST_MAINTAIN");
  const [beginning, setBeginning] = useState(false);
  const changed = () => void query.refetch();
  const sets = (query.data?.pages ?? []).flatMap((page) => page.items);
  const free = query.isSuccess && sets.every(({ endedAt }) => endedAt);
  return (
    <Section
      title={name}
      aside={
        may && (
          <DeedButton
            variant="link"
            size="sm"
            isDisabled={!free}
            icon={<Icon name="plus" />}
            onClick={() => setBeginning(true)}
          >
            {own("begin")}
          </DeedButton>
        )
      }
    >
      {query.isPending && <p role="status">{t("app.loading")}</p>}
      {query.isError && <ProblemView problem={toProblem(query.error)} />}
      {query.isSuccess && sets.length === 0 && <Empty title={own("empty.title")} text={own("empty.text")} />}
      {sets.map((rolling) => (
        <RollingSet key={rolling.id} rolling={rolling} changed={changed} />
      ))}
      {query.hasNextPage && (
        <Button
          variant="link"
          size="sm"
          isLoading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {own("older")}
        </Button>
      )}
      {beginning && <NewRollingDialog cluster={cluster} onClose={() => setBeginning(false)} onBegun={changed} />}
    </Section>
  );
}
