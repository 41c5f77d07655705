import type { ReactNode, Ref } from "react";
import { BASE_PATH } from "../api/http";
import type { Problem, Vm } from "../api/types";
import { useI18n } from "../i18n";
import { Icon, type IconName } from "../ui/icons";
import { ProblemView } from "../ui/Problem";
import { VmState } from "../ui/State";
import type { ConsoleKind } from "./connect";
import type { Link } from "./useReconnecting";
import "./console.css";

interface Props {
  vm: Vm;
  kind: ConsoleKind;
  onKind: (kind: ConsoleKind) => void;
  popOut: boolean;
  link: Link;
  problem: Problem | null;
  tools: ReactNode;
  screen: Ref<HTMLDivElement>;
}

/** The bar and the frame that screen and serial line share, and what is said while there is nothing to see. */
export function ConsoleFrame({ vm, kind, onKind, popOut, link, problem, tools, screen }: Props) {
  const { t } = useI18n();
  const frame = () => document.getElementById("console-frame");
  return (
    <div className="console" id="console-frame">
      <div className="console-bar" role="toolbar" aria-label={t("console.label")}>
        <span className="console-kinds" role="group" aria-label={t("console.kind")}>
          {(["VNC", "SERIAL"] as const).map((each) => (
            <button key={each} type="button" aria-pressed={each === kind} onClick={() => onKind(each)}>
              {t(`console.kind.${each}`)}
            </button>
          ))}
        </span>
        {tools}
        <span className="console-bar-end">
          <Tool
            icon="expand"
            text={t("console.fullscreen")}
            compact
            onClick={() => void frame()?.requestFullscreen()}
          />
          {popOut && (
            <Tool
              icon="external"
              text={t("console.popOut")}
              compact
              onClick={() =>
                window.open(
                  `${BASE_PATH}/vms/${vm.metadata.id}/console${kind === "SERIAL" ? "?kind=serial" : ""}`,
                  `console-${vm.metadata.id}`,
                  "popup,width=1064,height=860",
                )
              }
            />
          )}
        </span>
      </div>
      <div className={kind === "VNC" ? "console-stage" : "console-stage is-serial"}>
        <div className="console-screen" ref={screen} />
        {link !== "OPEN" && (
          <div className="console-veil" role="status">
            {link === "CLOSED" ? (
              <>
                <VmState state={vm.status.powerState} />
                <p>{t("console.closed")}</p>
              </>
            ) : (
              <p>{t(`console.link.${link}`)}</p>
            )}
            {problem && <ProblemView problem={problem} />}
          </div>
        )}
      </div>
    </div>
  );
}

export function Tool({
  icon,
  text,
  compact = false,
  disabled = false,
  onClick,
}: {
  icon: IconName;
  text: string;
  compact?: boolean;
  disabled?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      className="console-tool"
      aria-label={compact ? text : undefined}
      title={compact ? text : undefined}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} size={14} />
      {!compact && text}
    </button>
  );
}
