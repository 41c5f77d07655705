import { FormGroup, TextInput } from "@patternfly/react-core";
import { useRefusals } from "./refusals";
import { Violations } from "./Violations";
import { wholeNumber } from "./wholeNumber";

interface Props {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** `whole` takes digits only. Not `number`: from that the browser gives away nothing when no number was typed. */
  type?: "text" | "whole" | "decimal" | "password" | "url";
  required?: boolean;
  help?: string;
  placeholder?: string;
  autoComplete?: string;
  /** What the API calls it, for what a refusal says of it. */
  field?: string;
  /** The id of a list of what may be meant. */
  list?: string;
  /** What the form itself finds wrong with it, in words. */
  fault?: string | null;
}

/** What is typed as text, and the keyboard that a small device shows for it. */
const TYPED = {
  whole: { type: "text", inputMode: "numeric" },
  decimal: { type: "text", inputMode: "decimal" },
} as const;

const NO_NUMBER = { field: null, code: "NOT_A_NUMBER", detail: "" };

export function TextField({
  id,
  label,
  value,
  onChange,
  type = "text",
  required = false,
  help,
  placeholder,
  autoComplete = "off",
  field,
  list,
  fault = null,
}: Props) {
  const refusals = useRefusals(field);
  const own = fault === null ? refusals : [{ field: null, code: "VALIDATION_FAILED", detail: fault }];
  const violations = type === "whole" && wholeNumber(value) === null ? [NO_NUMBER] : own;
  return (
    <FormGroup label={label} fieldId={id} isRequired={required}>
      <TextInput
        id={id}
        {...(type === "whole" || type === "decimal" ? TYPED[type] : { type })}
        value={value}
        isRequired={required}
        autoComplete={autoComplete}
        spellCheck={false}
        validated={violations.length > 0 ? "error" : "default"}
        aria-describedby={`${id}-help`}
        {...(placeholder ? { placeholder } : {})}
        {...(list ? { list } : {})}
        onChange={(_, next) => onChange(next)}
      />
      <div id={`${id}-help`} className="field-help">
        <Violations violations={violations} />
        {violations.length === 0 && help && <p className="subtle">{help}</p>}
      </div>
    </FormGroup>
  );
}
