import { Button, Form } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Host } from "../api/types";
import { announce } from "../app/notices";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { DeedButton } from "../ui/Deed";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/icons";
import { ProblemView, toProblem } from "../ui/Problem";
import { Refusal } from "../ui/refusals";
import { ShowApi } from "../ui/ShowApi";
import { TextField } from "../ui/TextField";
import { useSubmit } from "../ui/useSubmit";
import { Violations } from "../ui/Violations";
import { CONFIRM_DEAD_TEXTS } from "./confirmDeadTexts";
import { ForecastView } from "./Forecast";
import "./ha.css";

/** The operator's word that a host is off. What it would do comes first; to give it, the host's name has to be typed. */
export function ConfirmDeadDialog({ host, onClose }: { host: Host; onClose: () => void }) {
  const { t } = useI18n();
  const own = useOwnTexts(CONFIRM_DEAD_TEXTS);
  const formId = useId();
  const { id, name, revision } = host.metadata;
  const [typed, setTyped] = useState("");
  const [note, setNote] = useState("");
  const tried = useQuery({
    queryKey: ["confirm-dead", id, revision],
    queryFn: () => send(to.tryPost("/hosts/{id}/actions/confirm-dead", { id }, { body: { hostName: name } })),
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: (before) => before,
  });
  const body = { hostName: typed, ...(note ? { note } : {}) };
  const request = to.post("/hosts/{id}/actions/confirm-dead", { id }, { body });
  const ready = tried.data?.wouldSucceed === true && typed === name;
  const { busy, problem, submit } = useSubmit(async () => {
    await send(request);
    announce(own("ha.dead.done", { name }));
    onClose();
  });
  return (
    <Dialog
      focus="cancel"
      width="medium"
      title={own("ha.dead.title", { name })}
      onClose={onClose}
      footer={
        <>
          <DeedButton type="submit" form={formId} variant="danger" isDisabled={busy || !ready} isLoading={busy}>
            {own("ha.dead.verb.long")}
          </DeedButton>
          <Button variant="link" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <span className="push-end">
            <ShowApi call={request} />
          </span>
        </>
      }
    >
      <Form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) submit();
        }}
      >
        <p>{own("ha.dead.means", { name })}</p>
        <p className="ha-danger">
          <Icon name="warn" /> <span>{own("ha.dead.danger")}</span>
        </p>
        <div>
          {tried.isPending && <p role="status">{own("ha.dead.asking")}</p>}
          {tried.isError && <ProblemView problem={toProblem(tried.error)} />}
          {tried.data && !tried.data.wouldSucceed && (
            <div role="status">
              <p>{own("ha.dead.refused")}</p>
              <Violations violations={tried.data.violations.map((each) => ({ field: null, ...each }))} />
              {tried.data.violations.map((each) => (
                <p key={each.code} className="subtle">
                  {each.detail}
                </p>
              ))}
            </div>
          )}
          {tried.data?.plan && (
            <>
              <h2>{own("ha.dead.then")}</h2>
              <ForecastView forecast={tried.data.plan} />
            </>
          )}
        </div>
        {tried.data?.wouldSucceed && (
          <Refusal value={problem}>
            <TextField
              id="dead-note"
              field="note"
              label={own("ha.dead.note")}
              help={own("ha.dead.note.help")}
              value={note}
              onChange={setNote}
            />
            <TextField
              id="dead-name"
              field="hostName"
              label={t("confirm.typeName", { name })}
              value={typed}
              onChange={setTyped}
            />
          </Refusal>
        )}
        {problem && <ProblemView problem={problem} />}
      </Form>
    </Dialog>
  );
}
