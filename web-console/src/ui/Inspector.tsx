import type { ReactNode } from "react";
import { useEffect } from "react";
import { useI18n } from "../i18n";
import { Icon } from "./icons";
import { isTyping, layerIsOpen } from "./keyboard";
import { useStable } from "./useStable";
import "./inspector.css";

/** A table with, beside it, what is known about one of its rows. Escape or space closes it. */
export function Inspected({
  children,
  panel,
  onClose,
}: {
  children: ReactNode;
  panel: ReactNode;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const close = useStable(onClose);
  const open = Boolean(panel);
  useEffect(() => {
    if (!open) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !isTyping(event) && !layerIsOpen()) close();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [open, close]);
  return (
    <div className="inspected">
      <div className="inspected-main">{children}</div>
      {open && (
        <aside className="inspector" aria-label={t("inspector.label")}>
          <button
            type="button"
            className="icon-button inspector-close"
            aria-label={t("action.close")}
            onClick={onClose}
          >
            <Icon name="close" size={14} />
          </button>
          {panel}
        </aside>
      )}
    </div>
  );
}
