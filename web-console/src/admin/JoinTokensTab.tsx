import { Link } from "@tanstack/react-router";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { JoinToken } from "../api/types";
import { attempt } from "../app/notices";
import { useI18n } from "../i18n";
import { DeedButton } from "../ui/Deed";
import { dateTime } from "../ui/format";
import { Empty } from "../ui/Page";
import { QueryState } from "./QueryState";
import { useListQuery } from "./useListQuery";

const JOIN_TOKENS = to.get("/join-tokens");

export function JoinTokensTab() {
  const { t } = useI18n();
  const { query, items, changed } = useListQuery(JOIN_TOKENS);
  const revoke = (token: JoinToken) =>
    void attempt(t("token.revoke"), () =>
      send(to.delete("/join-tokens/{id}", { id: token.id }, { ifMatch: "*" })),
    ).then(changed);
  return (
    <div className="stack wide-tables">
      <div className="row">
        <Link to="/hosts/enrol" className="pf-v6-c-button pf-m-primary">
          {t("host.enrol")}
        </Link>
      </div>
      <QueryState query={query} />
      {query.isSuccess && items.length === 0 && (
        <Empty title={t("joinToken.empty.title")} text={t("joinToken.empty.text")} />
      )}
      {items.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("enrol.note")}</th>
              <th scope="col">{t("token.created")}</th>
              <th scope="col">{t("token.expires")}</th>
              <th scope="col">{t("joinToken.used")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("action.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((token) => (
              <tr key={token.id}>
                <td>{token.note || "–"}</td>
                <td>{token.createdAt ? dateTime(token.createdAt) : "–"}</td>
                <td>{dateTime(token.expiresAt)}</td>
                <td>{token.usedAt ? dateTime(token.usedAt) : t("joinToken.unused")}</td>
                <td className="num">
                  {!token.usedAt && (
                    <DeedButton variant="link" isDanger size="sm" onClick={() => revoke(token)}>
                      {t("token.revoke")}
                    </DeedButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
