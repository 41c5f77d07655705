/** The languages of the console. English is the source of the keys; every other language must have exactly the same. */
import { createContext, use, useMemo, useSyncExternalStore, type ReactNode } from "react";
import { format, type ParamsOf } from "./format";
import type { en } from "./en";

export type MessageKey = keyof typeof en;
export type Messages = Record<MessageKey, string>;
export type Language = "en" | "zh";

type Values<K extends MessageKey> = [ParamsOf<(typeof en)[K]>] extends [never]
  ? []
  : [Record<ParamsOf<(typeof en)[K]>, string | number>];

/** The keys of texts without parameters: what a table of labels may hold. */
export type PlainKey = { [K in MessageKey]: [ParamsOf<(typeof en)[K]>] extends [never] ? K : never }[MessageKey];

export interface Translate {
  <K extends MessageKey>(key: K, ...values: Values<K>): string;
}

export interface I18n {
  language: Language;
  /** For Intl: dates, numbers, sorting. */
  locale: string;
  t: Translate;
  /** For codes that come from the manager: null if this console has no text for it. */
  lookup: (key: string, values?: Record<string, string | number>) => string | null;
}

export const LANGUAGES: Record<Language, { locale: string; ownName: string }> = {
  en: { locale: "en-GB", ownName: "English" },
  zh: { locale: "zh-CN", ownName: "简体中文" },
};

const LOADERS: Record<Language, () => Promise<Messages>> = {
  en: async () => (await import("./en")).en,
  zh: async () => (await import("./zh")).zh,
};

const STORAGE_KEY = "atoll.language";
let active: { language: Language; messages: Messages } | null = null;
const listeners = new Set<() => void>();

export function preferredLanguage(): Language {
  const chosen = readStored();
  if (chosen === "en" || chosen === "zh") return chosen;
  return navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag))?.startsWith("zh") ? "zh" : "en";
}

function readStored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** Loads a language (each is a chunk of its own) and switches the whole console to it. */
export async function switchLanguage(language: Language): Promise<void> {
  const messages = await LOADERS[language]();
  active = { language, messages };
  document.documentElement.lang = LANGUAGES[language].locale;
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Without storage the choice lasts as long as the window.
  }
  for (const listener of listeners) listener();
}

export function i18nOf(language: Language, messages: Messages): I18n {
  const { locale } = LANGUAGES[language];
  const lookup = (key: string, values: Record<string, string | number> = {}) => {
    const message = (messages as Partial<Record<string, string>>)[key];
    return message === undefined ? null : format(message, values, locale);
  };
  return { language, locale, lookup, t: (key, ...values) => format(messages[key], values[0] ?? {}, locale) };
}

const I18nContext = createContext<I18n | null>(null);

export function I18nProvider({ children }: { children: ReactNode }) {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => active,
  );
  const i18n = useMemo(() => (current ? i18nOf(current.language, current.messages) : null), [current]);
  return i18n ? <I18nContext value={i18n}>{children}</I18nContext> : null;
}

export function useI18n(): I18n {
  const i18n = use(I18nContext);
  if (!i18n) throw new Error("useI18n needs an I18nProvider above it");
  return i18n;
}
