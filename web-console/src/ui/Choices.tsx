import { Checkbox, FormGroup } from "@patternfly/react-core";
import { useRefusals } from "./refusals";
import type { Option } from "./Select";
import { Violations } from "./Violations";

/** Several of a few values, kept in the order in which they are offered. */
export function Choices<K extends string>({
  id,
  label,
  options,
  chosen,
  onChange,
  help,
  field,
}: {
  id: string;
  label: string;
  options: readonly Option<K>[];
  chosen: readonly K[];
  onChange: (chosen: K[]) => void;
  help?: string;
  /** What the API calls it, for what a refusal says of it. */
  field?: string;
}) {
  const violations = useRefusals(field);
  const turn = (value: K, on: boolean) =>
    onChange(options.map((option) => option.value).filter((each) => (each === value ? on : chosen.includes(each))));
  return (
    <FormGroup label={label} role="group" fieldId={id} isStack>
      {options.map(({ value, text }) => (
        <Checkbox
          key={value}
          id={`${id}-${value}`}
          label={text}
          isChecked={chosen.includes(value)}
          onChange={(_, on) => turn(value, on)}
        />
      ))}
      <div className="field-help">
        <Violations violations={violations} />
        {violations.length === 0 && help && <p className="subtle">{help}</p>}
      </div>
    </FormGroup>
  );
}
