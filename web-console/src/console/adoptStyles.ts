/**
 * The terminal puts its rules into `<style>` elements, which the content security policy forbids. Style sheets made by
 * script are allowed, so while it opens, what it takes for style elements hands the rules on to such sheets.
 */
export function adoptStyles(open: () => void): () => void {
  const sheets: CSSStyleSheet[] = [];
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- only one of its overloads is, and not one used here
  const create = document.createElement.bind(document);
  const redirect = (name: string, options?: ElementCreationOptions): HTMLElement => {
    if (name !== "style") return create(name, options);
    const sheet = new CSSStyleSheet();
    sheets.push(sheet);
    const stand = create("span");
    stand.hidden = true;
    return Object.defineProperty(stand, "textContent", { set: (rules: string) => sheet.replaceSync(rules) });
  };
  Object.defineProperty(document, "createElement", { value: redirect, configurable: true });
  try {
    open();
  } finally {
    // An own property hid the inherited one.
    Reflect.deleteProperty(document, "createElement");
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
  };
}
