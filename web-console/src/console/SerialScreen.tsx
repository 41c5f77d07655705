import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { useEffect, useRef } from "react";
import type { Vm } from "../api/types";
import { adoptStyles } from "./adoptStyles";
import type { ConsoleKind } from "./connect";
import { ConsoleFrame } from "./ConsoleFrame";
import { useReconnecting } from "./useReconnecting";

const THEME = { background: "#0b1011", foreground: "#dfe6e4", cursor: "#58bcc4", selectionBackground: "#2b4a4e" };
const SCROLLBACK_LINES = 5_000;

/** The VM's serial line. What was shown stays through a move of the VM. */
export function SerialScreen({ vm, onKind, popOut }: { vm: Vm; onKind: (kind: ConsoleKind) => void; popOut: boolean }) {
  const screen = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal | null>(null);
  useEffect(() => {
    if (!screen.current) return undefined;
    const term = new Terminal({
      theme: THEME,
      fontSize: 13,
      scrollback: SCROLLBACK_LINES,
      screenReaderMode: true,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
    });
    const fit = new FitAddon();
    term.loadAddon(fit);
    const parent = screen.current;
    const discardStyles = adoptStyles(() => term.open(parent));
    fit.fit();
    term.focus();
    terminal.current = term;
    const observer = new ResizeObserver(() => fit.fit());
    observer.observe(screen.current);
    return () => {
      observer.disconnect();
      terminal.current = null;
      term.dispose();
      discardStyles();
    };
  }, []);
  const { link, problem } = useReconnecting(vm, "SERIAL", (socket) => {
    const encoder = new TextEncoder();
    const keys = terminal.current?.onData((data) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(encoder.encode(data));
    });
    const show = (event: MessageEvent<ArrayBuffer>) => terminal.current?.write(new Uint8Array(event.data));
    socket.addEventListener("message", show);
    return () => {
      keys?.dispose();
      socket.removeEventListener("message", show);
    };
  });
  return (
    <ConsoleFrame
      vm={vm}
      kind="SERIAL"
      onKind={onKind}
      popOut={popOut}
      link={link}
      problem={problem}
      screen={screen}
      tools={null}
    />
  );
}
