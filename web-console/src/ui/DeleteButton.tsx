import { useState } from "react";
import type { Call } from "../api/calls";
import { send } from "../api/http";
import { useI18n } from "../i18n";
import { Confirm } from "./Confirm";
import { DeedButton } from "./Deed";
import { Icon } from "./icons";

interface Props {
  name: string;
  call: Call;
  text: string;
  onDeleted?: () => void;
}

/** Deletes an object after its name was typed. Shown only where `allowedActions` has "delete". */
export function DeleteButton({ name, call, text, onDeleted }: Props) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <DeedButton variant="secondary" isDanger icon={<Icon name="trash" />} onClick={() => setAsking(true)}>
        {t("action.delete")}
      </DeedButton>
      {asking && (
        <Confirm
          title={t("confirm.delete.title", { name })}
          text={text}
          verb={t("action.delete")}
          danger
          typeName={name}
          onConfirm={async () => {
            await send(call);
            onDeleted?.();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
