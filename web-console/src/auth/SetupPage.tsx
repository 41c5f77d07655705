import { Button, Form, FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from "@patternfly/react-core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Problem } from "../api/types";
import { useI18n } from "../i18n";
import { ProblemView, toProblem } from "../ui/Problem";
import { Front } from "./Front";
import { setUp } from "./session";
import { useFirstFocus } from "./useFirstFocus";

const MIN_PASSWORD = 12;

/** First run: the token the manager printed proves who owns the machine; there is no default password. */
export function SetupPage() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [values, setValues] = useState({
    setupToken: "",
    username: "admin",
    displayName: "",
    password: "",
    repeat: "",
  });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const mismatch = values.repeat !== "" && values.repeat !== values.password;
  const ready =
    values.setupToken && values.username && values.password.length >= MIN_PASSWORD && values.repeat === values.password;

  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { setupToken, username, displayName, password } = values;
      await setUp({ setupToken: setupToken.trim(), username, password, ...(displayName ? { displayName } : {}) });
      await navigate({ to: "/", replace: true });
    } catch (failure) {
      setProblem(toProblem(failure));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof typeof values, type: "text" | "password" = "text", autoComplete = "off") => (
    <TextInput
      id={`setup-${name}`}
      type={type}
      autoComplete={autoComplete}
      value={values[name]}
      onChange={(_, value) => setValues({ ...values, [name]: value })}
    />
  );

  useFirstFocus("setup-setupToken");

  return (
    <Front title={t("setup.title")}>
      <p className="subtle">{t("setup.text")}</p>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FormGroup label={t("setup.token")} fieldId="setup-setupToken">
          {field("setupToken")}
        </FormGroup>
        <FormGroup label={t("setup.username")} fieldId="setup-username">
          {field("username", "text", "username")}
        </FormGroup>
        <FormGroup label={`${t("setup.displayName")} (${t("field.optional")})`} fieldId="setup-displayName">
          {field("displayName", "text", "name")}
        </FormGroup>
        <FormGroup label={t("setup.password")} fieldId="setup-password">
          {field("password", "password", "new-password")}
          <FormHelperText>
            <HelperText>
              <HelperTextItem>{t("setup.password.rule")}</HelperTextItem>
            </HelperText>
          </FormHelperText>
        </FormGroup>
        <FormGroup label={t("setup.repeat")} fieldId="setup-repeat">
          {field("repeat", "password", "new-password")}
          {mismatch && (
            <FormHelperText>
              <HelperText>
                <HelperTextItem variant="error">{t("setup.mismatch")}</HelperTextItem>
              </HelperText>
            </FormHelperText>
          )}
        </FormGroup>
        {problem && <ProblemView problem={problem} />}
        <Button type="submit" isBlock isLoading={busy} isDisabled={busy || !ready}>
          {t("setup.submit")}
        </Button>
      </Form>
    </Front>
  );
}
