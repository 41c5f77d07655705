import { Button, FormGroup, TextArea } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { Dialog } from "../ui/Dialog";
import { ProblemView } from "../ui/Problem";
import { Select } from "../ui/Select";
import { useSubmit } from "../ui/useSubmit";

type Layout = "us" | "de";
const LAYOUTS: readonly Layout[] = ["us", "de"];
const MOST_CHARACTERS = 1000;

interface Unfinished {
  typed: number;
  count: number;
  ending: "DEADLINE" | "GIVEN_UP" | "NOT_RUNNING";
}

/** Text goes in here, and the host types it into the guest, key by key. Nothing is kept. */
export function PasteDialog({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const { t } = useI18n();
  const { id } = vm.metadata;
  const [text, setText] = useState("");
  const [layout, setLayout] = useState<Layout>("us");
  const [unfinished, setUnfinished] = useState<Unfinished | null>(null);
  const { busy, problem, submit } = useSubmit(async () => {
    setUnfinished(null);
    const { typedCharacters, characters, ending } = await send(
      to.post("/vms/{id}/actions/type-text", { id }, { body: { text, layout } }),
    );
    if (ending === "COMPLETE") onClose();
    else setUnfinished({ typed: typedCharacters, count: characters, ending });
  });
  const stop = () => void send(to.post("/vms/{id}/actions/stop-typing", { id })).catch(() => undefined);
  const close = () => {
    if (busy) stop();
    onClose();
  };
  const count = Array.from(text).length;
  return (
    <Dialog
      focus="field"
      title={t("console.paste")}
      description={t("console.paste.text")}
      onClose={close}
      footer={
        <>
          <Button isDisabled={count === 0 || count > MOST_CHARACTERS || busy} isLoading={busy} onClick={submit}>
            {t("console.paste.submit", { count })}
          </Button>
          <Button variant="link" onClick={busy ? stop : close}>
            {t(busy ? "console.paste.stop" : "action.cancel")}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextArea
          aria-label={t("console.paste")}
          className="mono"
          rows={5}
          value={text}
          spellCheck={false}
          maxLength={MOST_CHARACTERS}
          resizeOrientation="vertical"
          onChange={(_, value) => setText(value)}
        />
        <FormGroup label={t("console.paste.layout")} fieldId="paste-layout">
          <Select
            id="paste-layout"
            value={layout}
            disabled={busy}
            options={LAYOUTS.map((value) => ({ value, text: t(`console.paste.layout.${value}`) }))}
            onChange={setLayout}
          />
        </FormGroup>
        {unfinished && (
          <p role="alert">
            {t(`console.paste.${unfinished.ending}`, { typed: unfinished.typed, count: unfinished.count })}
          </p>
        )}
        {problem && <ProblemView problem={problem} />}
      </div>
    </Dialog>
  );
}
