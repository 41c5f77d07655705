import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useI18n } from "../i18n";
import { NotFound } from "./fallbacks";
import { announce } from "./notices";
import { ownDeletion, takeOwnDeletion } from "./ownDeletions";

interface Props {
  id: string;
  kind: "vm" | "host";
}

const LISTS = {
  vm: { to: "/vms", text: "nav.vms" },
  host: { to: "/hosts", text: "nav.hosts" },
} as const;

/** Instead of the page of an object that is not there: back to the list if it was deleted here, else what may have been. */
export function Gone({ id, kind }: Props) {
  const { t } = useI18n();
  // Taken once told, but this page stays until the list is loaded: the name must outlive that.
  const [name] = useState(() => ownDeletion(id));
  const list = LISTS[kind];
  if (name !== null) return <BackToList id={id} kind={kind} name={name} />;
  return (
    <NotFound>
      <Link to={list.to}>{t(list.text)}</Link>
    </NotFound>
  );
}

function BackToList({ id, kind, name }: Props & { name: string }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  useEffect(() => {
    if (!takeOwnDeletion(id)) return;
    announce(t(`notices.deleted.${kind}`, { name }));
    void navigate({ to: LISTS[kind].to, replace: true });
  }, [id, kind, name, t, navigate]);
  return null;
}
