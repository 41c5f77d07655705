import { useState } from "react";
import { useI18n } from "../i18n";
import { Icon } from "./icons";
import "./copy.css";

/** A text to be copied whole: a command, a secret. The button says that it worked. */
export function CopyText({ text, label, wrap = true }: { text: string; label: string; wrap?: boolean }) {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div className="copy">
      {/* Focusable, because a long line scrolls and the keyboard must reach its end. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={wrap ? "copy-text copy-wrap" : "copy-text"} tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <button type="button" className="copy-button" onClick={() => void copy()}>
        <Icon name={copied ? "check" : "copy"} size={14} />
        <span role="status">{copied ? t("action.copied") : t("action.copy")}</span>
      </button>
    </div>
  );
}

/** The clipboard interface exists on HTTPS only; a selection works everywhere. */
async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way left without the clipboard interface
    document.execCommand("copy");
    area.remove();
  }
}
