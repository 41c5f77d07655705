import { useI18n } from "../i18n";
import { Icon } from "../ui/icons";
import { ProblemView } from "../ui/Problem";
import { closeNotice, useNotices } from "./notices";

export function Notices() {
  const { t } = useI18n();
  const notices = useNotices();
  if (notices.length === 0) return null;
  return (
    <section className="notices" aria-label={t("notices.label")}>
      {notices.map(({ id, title, problem }) => (
        <div key={id} className="notice">
          <header>
            <h2>{title}</h2>
            <button
              type="button"
              className="icon-button"
              aria-label={t("action.close")}
              onClick={() => closeNotice(id)}
            >
              <Icon name="close" size={14} />
            </button>
          </header>
          <ProblemView problem={problem} />
        </div>
      ))}
    </section>
  );
}
