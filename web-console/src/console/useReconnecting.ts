/** Keeps a console connected: opens it, opens it anew after a move or a break, and stops when the VM has no console. */
import { useEffect, useState } from "react";
import type { Problem, Vm } from "../api/types";
import { toProblem } from "../ui/Problem";
import { useStable } from "../ui/useStable";
import { CLOSED_MOVED, openConsole, type ConsoleKind } from "./connect";

export type Link = "CONNECTING" | "OPEN" | "MOVED" | "LOST" | "CLOSED";

const RETRY_MS = [300, 1_000, 2_000, 4_000, 8_000];

interface Reconnecting {
  link: Link;
  problem: Problem | null;
}

/** `attach` shows what comes through the socket and returns how to take it down again. */
export function useReconnecting(vm: Vm, kind: ConsoleKind, attach: (socket: WebSocket) => () => void): Reconnecting {
  const [state, setState] = useState<Reconnecting>({ link: "CONNECTING", problem: null });
  const available = vm.allowedActions.includes("console");
  const attachNow = useStable(attach);
  const { id } = vm.metadata;
  useEffect(() => {
    if (!available) return undefined;
    let ended = false;
    let failures = 0;
    let socket: WebSocket | null = null;
    let detach: (() => void) | null = null;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const again = (link: Link, problem: Problem | null) => {
      if (ended) return;
      setState({ link, problem });
      const pause =
        link === "MOVED" && failures === 0 ? 0 : (RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 8_000);
      failures += 1;
      timer = setTimeout(() => void open(), pause);
    };
    const open = async () => {
      try {
        const opened = await openConsole(id, kind);
        if (ended) {
          opened.close();
          return;
        }
        socket = opened;
        opened.addEventListener("open", () => {
          failures = 0;
          setState({ link: "OPEN", problem: null });
        });
        opened.addEventListener("close", (event) => {
          detach?.();
          detach = null;
          again(event.code === CLOSED_MOVED ? "MOVED" : "LOST", null);
        });
        detach = attachNow(opened);
      } catch (failure) {
        again("LOST", toProblem(failure));
      }
    };
    void open();
    return () => {
      ended = true;
      if (timer) clearTimeout(timer);
      detach?.();
      socket?.close();
      setState({ link: "CONNECTING", problem: null });
    };
  }, [id, kind, available, attachNow]);
  return available ? state : { link: "CLOSED", problem: null };
}
