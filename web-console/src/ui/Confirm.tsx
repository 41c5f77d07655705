import { Button, TextInput } from "@patternfly/react-core";
import { useState, type ReactNode } from "react";
import type { Problem } from "../api/types";
import { useI18n } from "../i18n";
import { DeedButton } from "./Deed";
import { Dialog } from "./Dialog";
import { ProblemView, toProblem } from "./Problem";

interface Props {
  title: string;
  text: ReactNode;
  verb: string;
  danger?: boolean;
  /** For what cannot be undone: the name has to be typed. */
  typeName?: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Says what will happen before it happens; stays open, with the reason, if the manager refuses. */
export function Confirm({ title, text, verb, danger = false, typeName, onConfirm, onClose }: Props) {
  const { t } = useI18n();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const confirm = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
    } catch (failure) {
      setProblem(toProblem(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog
      focus={typeName !== undefined ? "field" : danger ? "cancel" : "primary"}
      title={title}
      onClose={onClose}
      footer={
        <>
          <DeedButton
            variant={danger ? "danger" : "primary"}
            isDisabled={busy || (typeName !== undefined && typed !== typeName)}
            isLoading={busy}
            onClick={() => void confirm()}
          >
            {verb}
          </DeedButton>
          <Button variant="link" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{text}</p>
        {typeName !== undefined && (
          <label className="stack-tight">
            <span>{t("confirm.typeName", { name: typeName })}</span>
            <TextInput
              aria-label={t("confirm.typeName", { name: typeName })}
              value={typed}
              onChange={(_, value) => setTyped(value)}
              autoComplete="off"
            />
          </label>
        )}
        {problem && <ProblemView problem={problem} />}
      </div>
    </Dialog>
  );
}
