import { useI18n } from "../i18n";

/** What a program said of a failure, in its own words: there for who needs it, folded away for who does not. */
export function RawReason({ text }: { text: string }) {
  const { t } = useI18n();
  return (
    <details className="raw-reason subtle">
      <summary>{t("reason.raw")}</summary>
      <p className="mono">{text}</p>
    </details>
  );
}
