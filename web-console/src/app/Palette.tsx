import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { useObjects } from "../api/hooks";
import { logOut } from "../auth/session";
import { switchLanguage, useI18n } from "../i18n";
import { Icon } from "../ui/icons";
import { useActOnVms } from "../vm/VmActionHost";
import { findCommands, type Command } from "./commands";
import { chooseTheme } from "./theme";
import "./palette.css";

/** Objects and verbs by typing: "migrate demo", "n2", "create". Arrow keys choose, Enter does it. */
export function Palette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const navigate = useNavigate();
  const act = useActOnVms();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const asked = useDeferredValue(query);
  const vms = useObjects("vm");
  const hosts = useObjects("host");
  const pools = useObjects("pool");
  const networks = useObjects("network");
  const images = useObjects("image");
  const tasks = useObjects("task");
  const found = useMemo(
    () => findCommands(asked, { vms, hosts, pools, networks, images, tasks }, i18n),
    [asked, vms, hosts, pools, networks, images, tasks, i18n],
  );
  const index = Math.min(chosen, Math.max(0, found.length - 1));
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: "nearest" });
  }, [id, index]);

  const run = ({ target }: Command) => {
    onClose();
    if ("go" in target) void navigate({ href: target.go });
    else if ("act" in target) act(target.act, [target.vm]);
    else if (target.run === "language") void switchLanguage(language === "en" ? "zh" : "en");
    else if (target.run === "theme") {
      chooseTheme(document.documentElement.classList.contains("pf-v6-theme-dark") ? "light" : "dark");
    } else if (target.run === "shortcuts") onShortcuts();
    else void logOut().then(() => navigate({ to: "/login" }));
  };
  const move = (by: number) => setChosen((index + by + found.length) % Math.max(1, found.length));

  return (
    // The backdrop is the dialog itself: a press outside its content closes it. Escape does so by the browser.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t("top.search")}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="palette-input">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${index}` : undefined}
          aria-label={t("top.search")}
          placeholder={t("palette.hint")}
          value={query}
          // eslint-disable-next-line jsx-a11y/no-autofocus -- a dialog opened by a key, to type into
          autoFocus
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={(event) => {
            const command = found[index];
            if (event.key === "ArrowDown" || (event.ctrlKey && event.key === "n")) move(1);
            else if (event.key === "ArrowUp" || (event.ctrlKey && event.key === "p")) move(-1);
            else if (event.key === "Enter" && command) run(command);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={t("palette.results")} className="palette-list">
        {found.map((command, at) => (
          // The input keeps the focus and takes the keys; an option only takes the pointer.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={command.key}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === index}
            onClick={() => run(command)}
            onPointerMove={() => setChosen(at)}
          >
            <Icon name={command.icon} />
            <span className="palette-text">{command.text}</span>
            <span className="subtle">{command.hint}</span>
          </div>
        ))}
        {found.length === 0 && (
          <div role="option" aria-selected="false" aria-disabled="true" className="subtle">
            {t("palette.nothing")}
          </div>
        )}
      </div>
    </dialog>
  );
}
