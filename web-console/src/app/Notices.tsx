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
            {problem ? (
              <h2>{title}</h2>
            ) : (
              <p role="status" className="notice-good">
                <Icon name="check" size={14} /> {title}
              </p>
            )}
            <button
              type="button"
              className="icon-button"
              aria-label={t("action.close")}
              onClick={() => closeNotice(id)}
            >
              <Icon name="close" size={14} />
            </button>
          </header>
          {problem && <ProblemView problem={problem} />}
        </div>
      ))}
    </section>
  );
}
