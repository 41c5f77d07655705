import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Pending } from "../app/fallbacks";
import type { Vm } from "../api/types";
import { VncScreen } from "./VncScreen";

const SerialScreen = lazy(() => import("./SerialScreen").then((module) => ({ default: module.SerialScreen })));

/** The VM's screen, or its serial line; which of the two is in the address. */
export function VmConsole({ vm, popOut = true }: { vm: Vm; popOut?: boolean }) {
  const navigate = useNavigate();
  const { kind } = useSearch({ strict: false });
  const choose = (next: "VNC" | "SERIAL") =>
    void navigate({
      to: ".",
      replace: true,
      search: ((before: object) => ({ ...before, kind: next === "SERIAL" ? "serial" : undefined })) as never,
    });
  return kind === "serial" ? (
    <Suspense fallback={<Pending />}>
      <SerialScreen vm={vm} onKind={choose} popOut={popOut} />
    </Suspense>
  ) : (
    <VncScreen vm={vm} onKind={choose} popOut={popOut} />
  );
}
