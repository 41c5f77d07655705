import { Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core";
import { useEffect, useId, type ReactNode } from "react";
import "./dialog.css";

const FOCUS = {
  field: ".pf-v6-c-modal-box__body :is(input:not([type=radio], [type=checkbox]), textarea, select)",
  primary: ".pf-v6-c-modal-box__footer .pf-m-primary",
  cancel: ".pf-v6-c-modal-box__footer .pf-m-link",
  close: ".pf-v6-c-modal-box__close button",
} as const;

/** The dialogs that are open, the uppermost last: Escape reaches every one of them and is meant for that one. */
const stack: string[] = [];

interface Props {
  title: string;
  description?: ReactNode;
  onClose: () => void;
  /** Where the keyboard starts: what the user does first, and never what destroys. */
  focus: keyof typeof FOCUS;
  footer?: ReactNode;
  width?: "small" | "medium" | "large";
  children?: ReactNode;
}

export function Dialog({ title, description, onClose, focus, footer, width = "small", children }: Props) {
  // Also a class, because a dialog may open above another one.
  const id = useId();
  useEffect(() => {
    stack.push(id);
    return () => {
      stack.splice(stack.indexOf(id), 1);
    };
  }, [id]);
  return (
    <Modal
      variant={width}
      isOpen
      onClose={onClose}
      onEscapePress={() => {
        if (stack.at(-1) === id) onClose();
      }}
      aria-labelledby={`${id}-title`}
      className={`dialog ${id}`}
      elementToFocus={`.${CSS.escape(id)} ${FOCUS[focus]}`}
    >
      <ModalHeader title={title} labelId={`${id}-title`} {...(description ? { description } : {})} />
      {children && <ModalBody tabIndex={-1}>{children}</ModalBody>}
      {footer && <ModalFooter>{footer}</ModalFooter>}
    </Modal>
  );
}
