import { FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from "@patternfly/react-core";

interface Props {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "number" | "password" | "url";
  required?: boolean;
  help?: string;
  placeholder?: string;
  autoComplete?: string;
}

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
}: Props) {
  return (
    <FormGroup label={label} fieldId={id} isRequired={required}>
      <TextInput
        id={id}
        type={type}
        value={value}
        isRequired={required}
        autoComplete={autoComplete}
        spellCheck={false}
        {...(placeholder ? { placeholder } : {})}
        {...(help ? { "aria-describedby": `${id}-help` } : {})}
        onChange={(_, next) => onChange(next)}
      />
      {help && (
        <FormHelperText>
          <HelperText>
            <HelperTextItem id={`${id}-help`}>{help}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}
