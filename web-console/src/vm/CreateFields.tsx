import { FormGroup } from "@patternfly/react-core";
import { useEffect, useRef, type ReactNode } from "react";
import { Icon } from "../ui/icons";
import { Violations } from "../ui/Violations";
import type { Violation } from "../ui/violations";

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
  return (
    <FormGroup label={label} isRequired={required} {...(group ? { role: "group" } : { fieldId: id })}>
      {children}
      <div id={`${id}-help`} className="field-help">
        <Violations violations={violations} />
        {violations.length === 0 && help && <p className="subtle">{help}</p>}
      </div>
    </FormGroup>
  );
}

/**
 * A part of the form with good defaults: closed, but its heading says what will be used. Where something is wrong or
 * has to be chosen it opens, and stays marked when it is closed again.
 */
export function Fold({
  title,
  summary,
  violations,
  needed = false,
  children,
}: {
  title: string;
  summary: string;
  violations: readonly Violation[];
  needed?: boolean;
  children: ReactNode;
}) {
  const fold = useRef<HTMLDetailsElement>(null);
  const faulty = violations.length > 0;
  const open = faulty || needed;
  useEffect(() => {
    if (open && fold.current) fold.current.open = true;
  }, [open]);
  return (
    <details ref={fold} className={faulty ? "fold is-faulty" : "fold"}>
      <summary>
        <Icon name="chevronRight" size={14} />
        <span className="fold-title">{title}</span>
        {faulty && <Icon name="broken" size={14} />}
        <span className="fold-summary">{summary}</span>
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}
