import { Button, FormGroup } from "@patternfly/react-core";
import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Role, Token } from "../api/types";
import { useI18n } from "../i18n";
import { Confirm } from "../ui/Confirm";
import { CopyText } from "../ui/CopyText";
import { DeedButton } from "../ui/Deed";
import { Dialog } from "../ui/Dialog";
import { dateTime } from "../ui/format";
import { FormDialog } from "../ui/FormDialog";
import { Icon } from "../ui/icons";
import { Empty } from "../ui/Page";
import { Select } from "../ui/Select";
import { TextField } from "../ui/TextField";
import { QueryState } from "./QueryState";
import { RoleField } from "./RoleField";
import { useListQuery } from "./useListQuery";

const TOKENS = to.get("/tokens");

export function TokensTab() {
  const { t } = useI18n();
  const { query, items, changed } = useListQuery(TOKENS);
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <div className="stack wide-tables">
      <div className="row">
        <DeedButton icon={<Icon name="plus" />} onClick={() => setCreating(true)}>
          {t("token.create")}
        </DeedButton>
      </div>
      <QueryState query={query} />
      {query.isSuccess && items.length === 0 && <Empty title={t("token.empty.title")} text={t("token.empty.text")} />}
      {items.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("table.name")}</th>
              <th scope="col">{t("user.role")}</th>
              <th scope="col">{t("token.created")}</th>
              <th scope="col">{t("token.expires")}</th>
              <th scope="col">{t("token.lastUsed")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("action.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((token) => (
              <tr key={token.id}>
                <td>
                  <strong className="row-name">{token.name}</strong>
                </td>
                <td>{t(`role.${token.role}`)}</td>
                <td>{dateTime(token.createdAt)}</td>
                <td>{token.expiresAt ? dateTime(token.expiresAt) : t("token.never")}</td>
                <td>{token.lastUsedAt ? dateTime(token.lastUsedAt) : "–"}</td>
                <td className="num">
                  <DeedButton variant="link" isDanger size="sm" onClick={() => setRevoking(token)}>
                    {t("token.revoke")}
                  </DeedButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {creating && (
        <CreateToken
          onCreated={(created) => {
            setSecret(created);
            setCreating(false);
            changed();
          }}
          onClose={() => setCreating(false)}
        />
      )}
      {secret && (
        <Dialog
          focus="primary"
          title={t("token.secret")}
          description={t("token.secret.text")}
          onClose={() => setSecret(null)}
          footer={<Button onClick={() => setSecret(null)}>{t("action.close")}</Button>}
        >
          <CopyText text={secret} label={t("token.secret")} />
        </Dialog>
      )}
      {revoking && (
        <Confirm
          title={t("token.revoke.title", { name: revoking.name })}
          text={t("token.revoke.text")}
          verb={t("token.revoke")}
          danger
          onConfirm={async () => {
            await send(to.delete("/tokens/{id}", { id: revoking.id }, { ifMatch: "*" }));
            changed();
          }}
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  );
}

const LIFETIMES = ["30", "90", "365", "never"] as const;
const DAY_MS = 86_400_000;

function CreateToken({ onCreated, onClose }: { onCreated: (secret: string) => void; onClose: () => void }) {
  const { t } = useI18n();
  const [now] = useState(() => Date.now());
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("VIEWER");
  const [lifetime, setLifetime] = useState<(typeof LIFETIMES)[number]>("90");
  const expiresAt = lifetime === "never" ? null : new Date(now + Number(lifetime) * DAY_MS).toISOString();
  const request = to.post("/tokens", { body: { name, role, ...(expiresAt ? { expiresAt } : {}) } });
  return (
    <FormDialog
      title={t("token.create")}
      verb={t("token.create")}
      ready={name !== ""}
      call={request}
      onSubmit={async () => onCreated((await send(request)).secret ?? "")}
      onClose={onClose}
    >
      <TextField
        id="token-name"
        field="name"
        label={t("table.name")}
        value={name}
        onChange={setName}
        required
        help={t("token.name.help")}
      />
      <RoleField id="token-role" value={role} onChange={setRole} />
      <FormGroup label={t("token.expires")} fieldId="token-expires">
        <Select
          id="token-expires"
          value={lifetime}
          onChange={setLifetime}
          options={LIFETIMES.map((value) => ({
            value,
            text: value === "never" ? t("token.never") : t("token.days", { count: Number(value) }),
          }))}
        />
      </FormGroup>
    </FormDialog>
  );
}
