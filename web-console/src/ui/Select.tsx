import { FormSelect, FormSelectOption } from "@patternfly/react-core";

export interface Option<K extends string> {
  value: K;
  text: string;
}

/** The browser's own drop-down: fastest with a keyboard, right on every device. */
export function Select<K extends string>({
  id,
  value,
  options,
  onChange,
  label,
  disabled = false,
}: {
  id: string;
  value: K;
  options: readonly Option<K>[];
  onChange: (value: K) => void;
  label?: string;
  disabled?: boolean;
}) {
  return (
    <FormSelect
      id={id}
      value={value}
      isDisabled={disabled}
      {...(label ? { "aria-label": label } : {})}
      onChange={(_, chosen) => onChange(chosen as K)}
    >
      {options.map((option) => (
        <FormSelectOption key={option.value} value={option.value} label={option.text} />
      ))}
    </FormSelect>
  );
}
