import { Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core";
import { useId, type ReactNode } from "react";
import "./dialog.css";

interface Props {
  title: string;
  description?: ReactNode;
  onClose: () => void;
  footer?: ReactNode;
  width?: "small" | "medium" | "large";
  children?: ReactNode;
}

export function Dialog({ title, description, onClose, footer, width = "small", children }: Props) {
  const id = useId();
  return (
    <Modal variant={width} isOpen onClose={onClose} aria-labelledby={id} className="dialog">
      <ModalHeader title={title} labelId={id} {...(description ? { description } : {})} />
      {children && <ModalBody tabIndex={-1}>{children}</ModalBody>}
      {footer && <ModalFooter>{footer}</ModalFooter>}
    </Modal>
  );
}
