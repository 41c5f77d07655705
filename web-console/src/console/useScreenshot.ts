import { useState } from "react";
import { to } from "../api/calls";
import { readPicture } from "../api/http";
import type { Problem, Vm } from "../api/types";
import { toProblem } from "../ui/Problem";

interface Screenshots {
  busy: boolean;
  problem: Problem | null;
  take: () => void;
  forget: () => void;
}

/** Has the host take a picture of the VM's display, and saves it as a file. */
export function useScreenshot(vm: Vm): Screenshots {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const picture = await readPicture(to.get("/vms/{id}/screenshot", { id: vm.metadata.id }));
      download(picture, `${vm.metadata.name}-${new Date().toISOString().replaceAll(":", "")}.png`);
    } catch (failure) {
      setProblem(toProblem(failure));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, take: () => void take(), forget: () => setProblem(null) };
}

function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
