import { Button, TextArea } from "@patternfly/react-core";
import { useState } from "react";
import { useI18n } from "../i18n";
import { Dialog } from "../ui/Dialog";
import { typeText, untypable } from "./typing";

interface Props {
  keyboard: { sendKey: (keysym: number, code: string, down: boolean) => void };
  onClose: () => void;
}

/** Text goes in here and is typed into the guest, key by key. Nothing is kept. */
export function PasteDialog({ keyboard, onClose }: Props) {
  const { t } = useI18n();
  const [text, setText] = useState("");
  const [typing, setTyping] = useState<AbortController | null>(null);
  const impossible = untypable(text);
  const type = async () => {
    const controller = new AbortController();
    setTyping(controller);
    await typeText(keyboard, text, controller.signal);
    onClose();
  };
  const close = () => {
    typing?.abort();
    onClose();
  };
  return (
    <Dialog
      focus="field"
      title={t("console.paste")}
      description={t("console.paste.text")}
      onClose={close}
      footer={
        <>
          <Button isDisabled={text === "" || typing !== null} isLoading={typing !== null} onClick={() => void type()}>
            {t("console.paste.submit", { count: Array.from(text).length })}
          </Button>
          <Button variant="link" onClick={close}>
            {t("action.cancel")}
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
          resizeOrientation="vertical"
          onChange={(_, value) => setText(value)}
        />
        {impossible.length > 0 && (
          <p role="alert">{t("console.paste.impossible", { characters: impossible.join(" ") })}</p>
        )}
      </div>
    </Dialog>
  );
}
