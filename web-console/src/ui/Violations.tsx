import { useI18n } from "../i18n";
import { Icon } from "./icons";
import { distinct, violationText, type Violation } from "./violations";

/** What is wrong with a field, under it. */
export function Violations({ violations }: { violations: readonly Violation[] }) {
  const i18n = useI18n();
  return distinct(violations, i18n).map((violation) => (
    <p key={`${violation.code} ${violation.field ?? ""} ${violation.detail}`} className="violation" role="alert">
      <Icon name="broken" size={13} /> {violationText(violation, i18n)}
    </p>
  ));
}
