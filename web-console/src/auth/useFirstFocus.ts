import { useEffect } from "react";

/** Where typing goes when a form is all there is on the page. */
export function useFirstFocus(fieldId: string): void {
  useEffect(() => document.getElementById(fieldId)?.focus(), [fieldId]);
}
