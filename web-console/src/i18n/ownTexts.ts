/** Texts that one part of the console needs, and that are loaded with it instead of with the first page. */
import { useMemo } from "react";
import { format, type ParamsOf } from "./format";
import { useI18n, type Language } from "./index";

type Texts<E extends Record<string, string>> = { en: E } & Record<Exclude<Language, "en">, Record<keyof E, string>>;
type Values<S extends string> = [ParamsOf<S>] extends [never] ? [] : [Record<ParamsOf<S>, string | number>];

/** Translates with texts of its own; a key that is not one of them, or a parameter that is forgotten, fails the build. */
export function useOwnTexts<E extends Record<string, string>>(texts: Texts<E>) {
  const { language, locale } = useI18n();
  return useMemo(
    () =>
      <K extends keyof E & string>(key: K, ...values: Values<E[K]>): string =>
        format((texts[language] as Record<string, string>)[key] ?? key, values[0] ?? {}, locale),
    [texts, language, locale],
  );
}
