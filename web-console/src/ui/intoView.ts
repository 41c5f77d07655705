/** As a ref: scrolls to what has just appeared, which in a long dialog would be below what is seen. */
export function intoView(element: HTMLElement | null): void {
  if (element && "scrollIntoView" in element) element.scrollIntoView({ block: "nearest" });
}
