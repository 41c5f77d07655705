import { FormGroup, Radio } from "@patternfly/react-core";
import type { Role } from "../api/types";
import { useI18n } from "../i18n";

export const ROLES: readonly Role[] = ["VIEWER", "OPERATOR", "ADMIN"];

/** Roles with what each may do: a bare name does not tell. */
export function RoleField({ id, value, onChange }: { id: string; value: Role; onChange: (role: Role) => void }) {
  const { t } = useI18n();
  return (
    <FormGroup role="radiogroup" label={t("user.role")} fieldId={id}>
      {ROLES.map((role) => (
        <Radio
          key={role}
          id={`${id}-${role}`}
          name={id}
          label={t(`role.${role}`)}
          description={t(`role.${role}.text`)}
          isChecked={value === role}
          onChange={() => onChange(role)}
        />
      ))}
    </FormGroup>
  );
}
