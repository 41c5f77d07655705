import { useNavigate, useSearch } from "@tanstack/react-router";
import { useI18n } from "../i18n";
import { Front } from "./Front";
import { LoginForm } from "./LoginForm";

export function LoginPage() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/login" });
  return (
    <Front title={t("login.title")}>
      <LoginForm onDone={() => void navigate({ href: next ?? "/", replace: true })} />
    </Front>
  );
}
