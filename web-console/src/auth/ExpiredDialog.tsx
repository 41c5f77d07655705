import { Modal, ModalBody, ModalHeader, ModalVariant } from "@patternfly/react-core";
import { useI18n } from "../i18n";
import { LoginForm } from "./LoginForm";
import { useSessionState } from "./session";

/** Over the page and not instead of it: whatever was typed is still there after logging in again. */
export function ExpiredDialog() {
  const { t } = useI18n();
  const state = useSessionState();
  return (
    <Modal variant={ModalVariant.small} isOpen aria-labelledby="expired-title">
      <ModalHeader title={t("login.title")} description={t("login.expired")} labelId="expired-title" />
      <ModalBody>
        <LoginForm
          {...("session" in state ? { username: state.session.user.username } : {})}
          onDone={() => undefined}
        />
      </ModalBody>
    </Modal>
  );
}
