import type { Vm } from "../api/types";
import { useI18n } from "../i18n";
import { useOwnTexts } from "../i18n/ownTexts";
import { Facts, Section } from "../ui/Facts";
import { bytes } from "../ui/format";
import { Meter } from "../ui/Meter";
import { GUEST_TEXTS } from "./guestTexts";

type Guest = NonNullable<Vm["status"]["guest"]>;

/** What the agent inside a guest says of it; whatever it says is text. */
export function VmGuest({ guest }: { guest: Guest }) {
  const t = useOwnTexts(GUEST_TEXTS);
  const { osName, osId, osVersion, kernel, machine, hostName, cloudInit, cloudInitDetail, fileSystems } = guest;
  const system = osName || [osId, osVersion].filter(Boolean).join(" ");
  return (
    <Section title={t("title")}>
      <Facts
        facts={[
          system ? [t("os"), system] : null,
          kernel
            ? [
                t("kernel"),
                <span key="kernel" className="mono">
                  {[kernel, machine].filter(Boolean).join(" ")}
                </span>,
              ]
            : null,
          hostName ? [t("hostName"), hostName] : null,
          cloudInit === "UNKNOWN"
            ? null
            : [
                t("setUp"),
                <span key="set-up">
                  {t(`setUp.${cloudInit}`)}
                  {cloudInitDetail && <span className="subtle"> {cloudInitDetail}</span>}
                </span>,
              ],
        ]}
      />
      {fileSystems.length > 0 && <FileSystems all={fileSystems} />}
      <p className="subtle">{t("said")}</p>
    </Section>
  );
}

function FileSystems({ all }: { all: Guest["fileSystems"] }) {
  const t = useOwnTexts(GUEST_TEXTS);
  const { locale } = useI18n();
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t("fileSystem")}</th>
          <th scope="col">{t("type")}</th>
          <th scope="col">{t("used")}</th>
        </tr>
      </thead>
      <tbody>
        {all.map(({ mountPoint, type, totalBytes, usedBytes }) => (
          <tr key={mountPoint}>
            <td className="mono">{mountPoint}</td>
            <td>{type}</td>
            <td>
              {totalBytes === null || usedBytes === null ? (
                "–"
              ) : (
                <Meter
                  label={t("used.label", { mountPoint })}
                  value={usedBytes}
                  max={totalBytes}
                  text={t("used.text", { used: bytes(usedBytes, locale), total: bytes(totalBytes, locale) })}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
