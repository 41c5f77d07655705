/** One place that carries out what any button, key or palette entry asks of VMs: at once, or with the dialog it needs. */
import { createContext, lazy, Suspense, use, useMemo, useState, type ReactNode } from "react";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { useStable } from "../ui/useStable";
import { ASKS_FIRST, runVerb, runVerbFromButton, type VmVerb } from "./actions";

const MigrateDialog = lazy(() => import("./MigrateDialog").then((module) => ({ default: module.MigrateDialog })));
const Confirm = lazy(() => import("../ui/Confirm").then((module) => ({ default: module.Confirm })));
const BulkDialog = lazy(() => import("./BulkDialog").then((module) => ({ default: module.BulkDialog })));

export type ActOnVms = (verb: VmVerb, vms: readonly Vm[]) => void;

const ActContext = createContext<ActOnVms | null>(null);

export function useActOnVms(): ActOnVms {
  const act = use(ActContext);
  if (!act) throw new Error("useActOnVms needs a VmActionHost above it");
  return act;
}

interface Asked {
  verb: VmVerb;
  vms: readonly Vm[];
}

export function VmActionHost({ children }: { children: ReactNode }) {
  const i18n = useI18n();
  const [asked, setAsked] = useState<Asked | null>(null);
  const act = useStable((verb: VmVerb, vms: readonly Vm[]) => {
    const [only, ...more] = vms;
    if (!only) return;
    if (more.length > 0 || verb === "migrate" || ASKS_FIRST.has(verb)) setAsked({ verb, vms });
    else void runVerbFromButton(only, verb, i18n);
  });
  const value = useMemo(() => act, [act]);
  return (
    <ActContext value={value}>
      {children}
      {asked && (
        <Suspense>
          <Asking asked={asked} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </ActContext>
  );
}

function Asking({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useI18n();
  const { verb, vms } = asked;
  const [vm, ...more] = vms;
  if (!vm) return null;
  if (more.length > 0) return <BulkDialog verb={verb} vms={vms} onClose={onClose} />;
  if (verb === "migrate") return <MigrateDialog vm={vm} onClose={onClose} />;
  const { name } = vm.metadata;
  if (verb !== "stop" && verb !== "reset" && verb !== "delete") return null;
  return (
    <Confirm
      title={t(`vm.confirm.${verb}.title`, { name })}
      text={t(`vm.confirm.${verb}.text`)}
      verb={t(`vm.verb.${verb}`)}
      danger
      {...(verb === "delete" ? { typeName: name } : {})}
      onConfirm={() => runVerb(vm, verb)}
      onClose={onClose}
    />
  );
}
