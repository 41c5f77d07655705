import { useObjects } from "../api/hooks";
import { useI18n } from "../i18n";
import { Page } from "../ui/Page";

export function OverviewPage() {
  const { t } = useI18n();
  const vms = useObjects("vm");
  const hosts = useObjects("host");
  return (
    <Page title={t("nav.overview")}>
      <p>
        {t("nav.vms")}: {vms.length} · {t("nav.hosts")}: {hosts.length}
      </p>
    </Page>
  );
}
