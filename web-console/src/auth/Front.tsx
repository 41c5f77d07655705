/** The page outside the shell: log-in and first-run setup. */
import type { ReactNode } from "react";
import { LanguageMenu } from "../app/LanguageMenu";
import { useI18n } from "../i18n";
import { Mark } from "../ui/icons";
import "./front.css";

export function Front({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useI18n();
  return (
    <div className="front">
      <header className="front-top">
        <span className="front-brand">
          <Mark size={28} /> {t("app.name")}
        </span>
        <LanguageMenu />
      </header>
      <main className="front-main">
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
