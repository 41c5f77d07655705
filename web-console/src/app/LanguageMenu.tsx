import { LANGUAGES, switchLanguage, useI18n, type Language } from "../i18n";
import { MenuButton } from "../ui/MenuButton";

/** Languages by their own names: someone who cannot read the present one still finds theirs. */
export function LanguageMenu() {
  const { t, language } = useI18n();
  return (
    <MenuButton
      label={t("top.language")}
      icon="globe"
      entries={(Object.keys(LANGUAGES) as Language[]).map((key) => ({
        key,
        text: LANGUAGES[key].ownName,
        chosen: key === language,
        onSelect: () => void switchLanguage(key),
      }))}
    />
  );
}
