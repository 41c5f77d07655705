/** What every keyboard shortcut has to know first: whether the user is typing, or busy in a dialog. */

export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "range"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT", "CANVAS"].includes(target.tagName);
}

/** A dialog, menu or the palette is open and has the keyboard. */
export function layerIsOpen(): boolean {
  return document.querySelector("[role=dialog][aria-modal=true], [role=menu]:not(:empty), dialog[open]") !== null;
}
