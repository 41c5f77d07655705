import { Button, Form } from "@patternfly/react-core";
import { useId, type ReactNode } from "react";
import type { Call } from "../api/calls";
import { useI18n } from "../i18n";
import { DeedButton } from "./Deed";
import { Dialog } from "./Dialog";
import { ProblemView } from "./Problem";
import { Refusal } from "./refusals";
import { ShowApi } from "./ShowApi";
import { useSubmit } from "./useSubmit";

interface Props {
  title: string;
  description?: string;
  verb: string;
  ready: boolean;
  /** For "Show as API"; none while what was filled in cannot be sent. */
  call?: Call | null;
  onSubmit: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

/** A small form in a dialog. Stays open with the reason when the manager refuses; Enter sends. */
export function FormDialog({ title, description, verb, ready, call, onSubmit, onClose, children }: Props) {
  const { t } = useI18n();
  const id = useId();
  const { busy, problem, submit } = useSubmit(onSubmit);
  return (
    <Dialog
      focus="field"
      title={title}
      {...(description ? { description } : {})}
      onClose={onClose}
      footer={
        <>
          <DeedButton type="submit" form={id} isDisabled={busy || !ready} isLoading={busy}>
            {verb}
          </DeedButton>
          <Button variant="link" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          {call && (
            <span className="push-end">
              <ShowApi call={call} />
            </span>
          )}
        </>
      }
    >
      <Form
        id={id}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) submit();
        }}
      >
        <Refusal value={problem}>{children}</Refusal>
        {problem && <ProblemView problem={problem} />}
      </Form>
    </Dialog>
  );
}
