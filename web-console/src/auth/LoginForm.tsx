import { Button, Form, FormGroup, TextInput } from "@patternfly/react-core";
import { useState } from "react";
import type { Problem } from "../api/types";
import { useI18n } from "../i18n";
import { ProblemView, toProblem } from "../ui/Problem";
import { logIn } from "./session";
import { useFirstFocus } from "./useFirstFocus";

/** User name and password; on the log-in page and in the dialog that an ended session opens. */
export function LoginForm({ username: known, onDone }: { username?: string; onDone: () => void }) {
  const { t } = useI18n();
  const [username, setUsername] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await logIn(username, password);
      onDone();
    } catch (failure) {
      const refusal = toProblem(failure);
      // Of a wrong password the manager's own words say the same again.
      setProblem(refusal.code === "LOGIN_FAILED" ? { ...refusal, detail: "" } : refusal);
      setPassword("");
    } finally {
      setBusy(false);
    }
  };

  useFirstFocus(known ? "login-password" : "login-username");

  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <FormGroup label={t("login.username")} fieldId="login-username">
        <TextInput
          id="login-username"
          name="username"
          autoComplete="username"
          value={username}
          onChange={(_, value) => setUsername(value)}
        />
      </FormGroup>
      <FormGroup label={t("login.password")} fieldId="login-password">
        <TextInput
          id="login-password"
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(_, value) => setPassword(value)}
        />
      </FormGroup>
      {problem && <ProblemView problem={problem} />}
      <Button type="submit" isBlock isLoading={busy} isDisabled={busy || !username || !password}>
        {t("login.submit")}
      </Button>
    </Form>
  );
}
