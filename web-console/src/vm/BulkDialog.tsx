import { Button } from "@patternfly/react-core";
import { useState } from "react";
import type { Vm } from "../api/types";
import { useI18n, type I18n } from "../i18n";
import { attempt } from "../app/notices";
import { DeedButton } from "../ui/Deed";
import { Dialog } from "../ui/Dialog";
import { VmState } from "../ui/State";
import { can, runVerb, type VmVerb } from "./actions";

const AT_ONCE = 6;
const LISTED = 12;

/** Before the click: how many can, how many cannot, and why. The manager queues what is asked of it. */
export function BulkDialog({ verb, vms, onClose }: { verb: VmVerb; vms: readonly Vm[]; onClose: () => void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [busy, setBusy] = useState(false);
  const able = vms.filter((vm) => can(vm, verb));
  const unable = vms.filter((vm) => !can(vm, verb));
  const run = async () => {
    setBusy(true);
    await runAll(able, verb, i18n);
    onClose();
  };
  return (
    <Dialog
      focus="primary"
      title={t("bulk.title", { verb: t(`vm.verb.${verb}`), count: vms.length })}
      onClose={onClose}
      footer={
        <>
          <DeedButton
            variant={verb === "delete" || verb === "stop" ? "danger" : "primary"}
            isDisabled={able.length === 0 || busy}
            isLoading={busy}
            onClick={() => void run()}
          >
            {t("bulk.submit", { verb: t(`vm.verb.${verb}`), count: able.length })}
          </DeedButton>
          <Button variant="link" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>
          {t("bulk.able", { count: able.length })}
          {verb === "migrate" && ` ${t("bulk.migrate")}`}
        </p>
        {unable.length > 0 && (
          <div className="stack-tight">
            <p>{t("bulk.unable", { count: unable.length })}</p>
            <ul>
              {unable.slice(0, LISTED).map((vm) => (
                <li key={vm.metadata.id} className="row">
                  {vm.metadata.name} <VmState state={vm.status.powerState} />
                </li>
              ))}
              {unable.length > LISTED && (
                <li className="subtle">{t("bulk.more", { count: unable.length - LISTED })}</li>
              )}
            </ul>
          </div>
        )}
      </div>
    </Dialog>
  );
}

async function runAll(vms: readonly Vm[], verb: VmVerb, { t }: I18n): Promise<void> {
  const waiting = [...vms];
  const worker = async () => {
    for (let vm = waiting.shift(); vm; vm = waiting.shift()) {
      const each = vm;
      await attempt(`${t(`vm.verb.${verb}`)}: ${each.metadata.name}`, () => runVerb(each, verb));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, vms.length) }, worker));
}
