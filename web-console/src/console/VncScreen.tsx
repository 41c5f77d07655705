import RFB from "@novnc/novnc";
import { useRef, useState } from "react";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { Dialog } from "../ui/Dialog";
import { MenuButton } from "../ui/MenuButton";
import { ProblemView } from "../ui/Problem";
import type { ConsoleKind } from "./connect";
import { ConsoleFrame, Tool } from "./ConsoleFrame";
import { PasteDialog } from "./PasteDialog";
import { useReconnecting } from "./useReconnecting";
import { useScreenshot } from "./useScreenshot";

interface Chord {
  key: string;
  text: string;
  keys: readonly (readonly [keysym: number, code: string])[];
}

const CTRL = [0xffe3, "ControlLeft"] as const;
const ALT = [0xffe9, "AltLeft"] as const;
const functionKey = (number: number) => [0xffbd + number, `F${number}`] as const;

/** Keys the browser or the desktop would keep for itself. Their names are the same in every language. */
const CHORDS: readonly Chord[] = [
  ...[1, 2, 3, 7].map((number) => ({
    key: `vt${number}`,
    text: `Ctrl + Alt + F${number}`,
    keys: [CTRL, ALT, functionKey(number)],
  })),
  { key: "backspace", text: "Ctrl + Alt + Backspace", keys: [CTRL, ALT, [0xff08, "Backspace"]] },
  { key: "alt-tab", text: "Alt + Tab", keys: [ALT, [0xff09, "Tab"]] },
  { key: "alt-f4", text: "Alt + F4", keys: [ALT, functionKey(4)] },
  { key: "super", text: "Super", keys: [[0xffeb, "MetaLeft"]] },
  { key: "sysrq", text: "Alt + SysRq + B", keys: [ALT, [0xff15, "PrintScreen"], [0x62, "KeyB"]] },
  { key: "escape", text: "Esc", keys: [[0xff1b, "Escape"]] },
];

/** The VM's screen by VNC. Survives a live migration: the manager says "moved", and the picture comes back by itself. */
export function VncScreen({ vm, onKind, popOut }: { vm: Vm; onKind: (kind: ConsoleKind) => void; popOut: boolean }) {
  const { t } = useI18n();
  const screen = useRef<HTMLDivElement>(null);
  const rfb = useRef<RFB | null>(null);
  const [pasting, setPasting] = useState(false);
  const { link, problem } = useReconnecting(vm, "VNC", (socket) => {
    if (!screen.current) return () => undefined;
    const client = new RFB(screen.current, socket, { shared: true });
    client.scaleViewport = true;
    client.background = "transparent";
    client.addEventListener("connect", () => client.focus({ preventScroll: true }));
    rfb.current = client;
    return () => {
      rfb.current = null;
      client.disconnect();
      screen.current?.replaceChildren();
    };
  });
  const sendChord = ({ keys }: Chord) => {
    for (const [keysym, code] of keys) rfb.current?.sendKey(keysym, code, true);
    for (const [keysym, code] of [...keys].reverse()) rfb.current?.sendKey(keysym, code, false);
    rfb.current?.focus();
  };
  const screenshot = useScreenshot(vm);
  const offline = link !== "OPEN";

  return (
    <>
      <ConsoleFrame
        vm={vm}
        kind="VNC"
        onKind={onKind}
        popOut={popOut}
        link={link}
        problem={problem}
        screen={screen}
        tools={
          <>
            <Tool
              icon="keyboard"
              text={t("console.ctrlAltDel")}
              disabled={offline}
              onClick={() => {
                rfb.current?.sendCtrlAltDel();
                rfb.current?.focus();
              }}
            />
            <MenuButton
              label={t("console.keys")}
              disabled={offline}
              entries={CHORDS.map((chord) => ({ key: chord.key, text: chord.text, onSelect: () => sendChord(chord) }))}
            >
              {t("console.keys")}
            </MenuButton>
            <Tool icon="copy" text={t("console.paste")} disabled={offline} onClick={() => setPasting(true)} />
            <Tool
              icon="camera"
              text={t("console.screenshot")}
              disabled={screenshot.busy || !vm.allowedActions.includes("console")}
              onClick={screenshot.take}
            />
          </>
        }
      />
      {pasting && (
        <PasteDialog
          vm={vm}
          onClose={() => {
            setPasting(false);
            rfb.current?.focus();
          }}
        />
      )}
      {screenshot.problem && (
        <Dialog focus="close" title={t("console.screenshot")} onClose={screenshot.forget}>
          <ProblemView problem={screenshot.problem} />
        </Dialog>
      )}
    </>
  );
}
