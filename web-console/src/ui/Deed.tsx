import { Button } from "@patternfly/react-core";
import type { ComponentProps } from "react";
import { useStream } from "../api/hooks";
import { useI18n } from "../i18n";

/** Why nothing can be changed at present: what is on the screen is old, and the manager would not hear of it. */
export function useNoDeeds(): string | null {
  const { t } = useI18n();
  return useStream().phase === "DOWN" ? t("stream.noDeeds") : null;
}

/** A button that changes something. Says why it does not while the manager is out of reach; it can still be reached. */
export function DeedButton(props: ComponentProps<typeof Button>) {
  const reason = useNoDeeds();
  return <Button {...props} {...(reason ? { isAriaDisabled: true, title: reason } : {})} />;
}
