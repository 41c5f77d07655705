import { FormGroup } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { useI18n } from "../i18n";
import { Icon } from "../ui/icons";
import { distinct, violationText } from "./violationText";

interface Violation {
  field?: string | null;
  code: string;
  detail: string;
}

export function Field({
  label,
  id,
  required = false,
  group = false,
  violations,
  help,
  children,
}: {
  label: string;
  id: string;
  required?: boolean;
  /** A set of radio buttons is named by its group and not by a label for one of them. */
  group?: boolean;
  violations: readonly Violation[];
  help?: string;
  children: ReactNode;
}) {
  const i18n = useI18n();
  return (
    <FormGroup label={label} isRequired={required} {...(group ? { role: "group" } : { fieldId: id })}>
      {children}
      <div id={`${id}-help`} className="field-help">
        {distinct(violations, i18n).map((violation) => (
          <p key={`${violation.code} ${violation.field ?? ""} ${violation.detail}`} className="violation" role="alert">
            <Icon name="broken" size={13} /> {violationText(violation, i18n)}
          </p>
        ))}
        {violations.length === 0 && help && <p className="subtle">{help}</p>}
      </div>
    </FormGroup>
  );
}

/** A part of the form with good defaults: closed, but its heading says what will be used. */
export function Fold({ title, summary, children }: { title: string; summary: string; children: ReactNode }) {
  return (
    <details className="fold">
      <summary>
        <Icon name="chevronRight" size={14} />
        <span className="fold-title">{title}</span>
        <span className="fold-summary">{summary}</span>
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}
