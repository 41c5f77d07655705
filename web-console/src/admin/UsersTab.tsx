import { useState } from "react";
import { to } from "../api/calls";
import { send } from "../api/http";
import type { Role, User } from "../api/types";
import { attempt } from "../app/notices";
import { usePermission, useSessionState } from "../auth/session";
import { useI18n } from "../i18n";
import { Confirm } from "../ui/Confirm";
import { DeedButton, useNoDeeds } from "../ui/Deed";
import { dateTime } from "../ui/format";
import { FormDialog } from "../ui/FormDialog";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/MenuButton";
import { Select } from "../ui/Select";
import { StateMark } from "../ui/State";
import { TextField } from "../ui/TextField";
import { QueryState } from "./QueryState";
import { RoleField, ROLES } from "./RoleField";
import { useListQuery } from "./useListQuery";

type Asked = { what: "create" } | { what: "password" | "delete"; user: User };

const USERS = to.get("/users");

export function UsersTab() {
  const { t } = useI18n();
  const noDeeds = useNoDeeds();
  const { query, items, changed } = useListQuery(USERS);
  const mayWrite = usePermission("IDENTITY_WRITE");
  const session = useSessionState();
  const me = "session" in session ? session.session.user.id : null;
  const [asked, setAsked] = useState<Asked | null>(null);
  const change = (user: User, body: { role?: Role; disabled?: boolean }) =>
    void attempt(`${t("user.change")}: ${user.username}`, () =>
      send(to.patch("/users/{id}", { id: user.id }, { body, ifMatch: ifMatchOf(user) })),
    ).then(changed);
  return (
    <div className="stack wide-tables">
      <div className="row">
        {mayWrite && (
          <DeedButton icon={<Icon name="plus" />} onClick={() => setAsked({ what: "create" })}>
            {t("user.create")}
          </DeedButton>
        )}
      </div>
      <QueryState query={query} />
      {items.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("login.username")}</th>
              <th scope="col">{t("setup.displayName")}</th>
              <th scope="col">{t("user.role")}</th>
              <th scope="col">{t("table.state")}</th>
              <th scope="col">{t("user.lastLogin")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("action.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((user) => (
              <tr key={user.id}>
                <td>
                  <strong className="row-name">{user.username}</strong>
                  {user.id === me && <span className="subtle"> {t("user.you")}</span>}
                </td>
                <td>{user.displayName || "–"}</td>
                <td>
                  {mayWrite && user.id !== me ? (
                    <Select
                      id={`role-${user.id}`}
                      label={t("user.roleOf", { name: user.username })}
                      value={user.role}
                      disabled={noDeeds !== null}
                      onChange={(role: Role) => change(user, { role })}
                      options={ROLES.map((role) => ({ value: role, text: t(`role.${role}`) }))}
                    />
                  ) : (
                    t(`role.${user.role}`)
                  )}
                </td>
                <td>
                  <StateMark tone={user.disabled ? "off" : "calm"} icon={user.disabled ? "dash" : "check"}>
                    {user.disabled ? t("user.disabled") : t("user.enabled")}
                  </StateMark>
                </td>
                <td>{user.lastLoginAt ? dateTime(user.lastLoginAt) : "–"}</td>
                <td className="num">
                  {mayWrite && (
                    <MenuButton
                      refused={noDeeds}
                      label={t("user.actions", { name: user.username })}
                      icon="more"
                      entries={[
                        {
                          key: "password",
                          text: t("user.setPassword"),
                          onSelect: () => setAsked({ what: "password", user }),
                        },
                        ...(user.id === me
                          ? []
                          : [
                              {
                                key: "disable",
                                text: user.disabled ? t("user.enable") : t("user.disable"),
                                onSelect: () => change(user, { disabled: !user.disabled }),
                              },
                              {
                                key: "delete",
                                text: t("action.delete"),
                                danger: true,
                                separated: true,
                                onSelect: () => setAsked({ what: "delete", user }),
                              },
                            ]),
                      ]}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {asked?.what === "create" && <CreateUser onDone={changed} onClose={() => setAsked(null)} />}
      {asked?.what === "password" && <SetPassword user={asked.user} onClose={() => setAsked(null)} />}
      {asked?.what === "delete" && (
        <Confirm
          title={t("confirm.delete.title", { name: asked.user.username })}
          text={t("user.delete.text")}
          verb={t("action.delete")}
          danger
          typeName={asked.user.username}
          onConfirm={async () => {
            await send(to.delete("/users/{id}", { id: asked.user.id }, { ifMatch: ifMatchOf(asked.user) }));
            changed();
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

const ifMatchOf = (user: User): string => `"${user.revision}"`;

function CreateUser({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useI18n();
  const [username, setUsername] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [password, setPassword] = useState("");
  const [role, setRole] = useState<Role>("OPERATOR");
  const request = to.post("/users", {
    body: { username, password, role, ...(displayName ? { displayName } : {}) },
  });
  return (
    <FormDialog
      title={t("user.create")}
      verb={t("user.create")}
      ready={username !== "" && password.length >= 12}
      call={request}
      onSubmit={async () => {
        await send(request);
        onDone();
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id="user-name"
        field="username"
        label={t("login.username")}
        value={username}
        onChange={setUsername}
        required
      />
      <TextField
        id="user-display"
        field="displayName"
        label={t("setup.displayName")}
        value={displayName}
        onChange={setDisplayName}
      />
      <RoleField id="user-role" value={role} onChange={setRole} />
      <TextField
        id="user-password"
        field="password"
        label={t("setup.password")}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        required
        help={t("setup.password.rule")}
      />
    </FormDialog>
  );
}

function SetPassword({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useI18n();
  const [password, setPassword] = useState("");
  const request = to.post("/users/{id}/actions/set-password", { id: user.id }, { body: { password } });
  return (
    <FormDialog
      title={t("user.setPassword.title", { name: user.username })}
      description={t("user.setPassword.text")}
      verb={t("user.setPassword")}
      ready={password.length >= 12}
      call={request}
      onSubmit={async () => {
        await send(request);
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id="new-password"
        field="password"
        label={t("setup.password")}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        required
        help={t("setup.password.rule")}
      />
    </FormDialog>
  );
}
