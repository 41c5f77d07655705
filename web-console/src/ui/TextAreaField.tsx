import { FormGroup, TextArea } from "@patternfly/react-core";
import { useRefusals } from "./refusals";
import { Violations } from "./Violations";

/** A text of several lines in a form, with what a refusal says of it. */
export function TextAreaField({
  id,
  label,
  value,
  onChange,
  help,
  field,
  mono = false,
}: {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  help?: string;
  /** What the API calls it, for what a refusal says of it. */
  field?: string;
  /** For what a machine reads: certificates. */
  mono?: boolean;
}) {
  const violations = useRefusals(field);
  return (
    <FormGroup label={label} fieldId={id}>
      <TextArea
        id={id}
        className={mono ? "mono" : ""}
        rows={mono ? 3 : 2}
        value={value}
        spellCheck={!mono}
        resizeOrientation="vertical"
        validated={violations.length > 0 ? "error" : "default"}
        aria-describedby={`${id}-help`}
        onChange={(_, next) => onChange(next)}
      />
      <div id={`${id}-help`} className="field-help">
        <Violations violations={violations} />
        {violations.length === 0 && help && <p className="subtle">{help}</p>}
      </div>
    </FormGroup>
  );
}
