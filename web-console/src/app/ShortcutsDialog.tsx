import { useI18n, type PlainKey } from "../i18n";
import { Dialog } from "../ui/Dialog";

/** Keys are names, the same in every language. */
const SHORTCUTS: readonly { keys: readonly string[]; text: PlainKey }[] = [
  { keys: ["Ctrl K"], text: "top.search" },
  { keys: ["/"], text: "shortcut.filter" },
  { keys: ["j", "k"], text: "shortcut.move" },
  { keys: ["x"], text: "shortcut.select" },
  { keys: ["Space"], text: "shortcut.inspect" },
  { keys: ["Enter"], text: "shortcut.open" },
  { keys: ["m"], text: "shortcut.migrate" },
  { keys: ["c"], text: "shortcut.create" },
  { keys: ["g o"], text: "nav.overview" },
  { keys: ["g v"], text: "nav.vms" },
  { keys: ["g h"], text: "nav.hosts" },
  { keys: ["g s"], text: "nav.storage" },
  { keys: ["g n"], text: "nav.networks" },
  { keys: ["g i"], text: "nav.images" },
  { keys: ["g r"], text: "nav.rules" },
  { keys: ["g p"], text: "nav.resourcePools" },
  { keys: ["g b"], text: "nav.balance" },
  { keys: ["g w"], text: "nav.power" },
  { keys: ["g l"], text: "nav.ha" },
  { keys: ["g t"], text: "nav.tasks" },
  { keys: ["g a"], text: "nav.admin" },
  { keys: ["Ctrl Enter"], text: "shortcut.submit" },
  { keys: ["Esc"], text: "shortcut.close" },
  { keys: ["?"], text: "top.shortcuts" },
];

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  return (
    <Dialog focus="close" title={t("top.shortcuts")} onClose={onClose}>
      <dl className="shortcuts">
        {SHORTCUTS.map(({ keys, text }) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
