import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useObject } from "../api/hooks";
import type { Kind } from "../api/types";

/** A host by its id, with its present name; the name alone if it is gone. */
export function HostLink({ id, name }: { id: string | null | undefined; name?: string | null | undefined }): ReactNode {
  const host = useObject("host", id);
  if (!id) return "–";
  const text = host?.metadata.name ?? name ?? id.slice(0, 8);
  return host ? (
    <Link to="/hosts/$id" params={{ id }} className="row-link">
      {text}
    </Link>
  ) : (
    text
  );
}

export function ObjectLink({ kind, id, name }: { kind: string; id: string; name: string }): ReactNode {
  if (kind === "incident") {
    return (
      <Link to="/ha/incidents/$id" params={{ id }}>
        {name}
      </Link>
    );
  }
  switch (kind as Kind) {
    case "vm":
      return (
        <Link to="/vms/$id" params={{ id }}>
          {name}
        </Link>
      );
    case "host":
      return (
        <Link to="/hosts/$id" params={{ id }}>
          {name}
        </Link>
      );
    case "task":
      return (
        <Link to="/tasks/$id" params={{ id }}>
          {name}
        </Link>
      );
    case "pool":
      return (
        <Link to="/storage" search={{ inspect: id }}>
          {name}
        </Link>
      );
    case "network":
      return (
        <Link to="/networks" search={{ inspect: id }}>
          {name}
        </Link>
      );
    case "image":
      return (
        <Link to="/images" search={{ inspect: id }}>
          {name}
        </Link>
      );
    case "cluster":
      return name;
    default:
      return name;
  }
}

export function ImageName({ id }: { id: string | null }): ReactNode {
  const image = useObject("image", id);
  return id && image ? <ObjectLink kind="image" id={id} name={image.metadata.name} /> : "–";
}

export function PoolName({ id }: { id: string | null }): ReactNode {
  const pool = useObject("pool", id);
  return id && pool ? <ObjectLink kind="pool" id={id} name={pool.metadata.name} /> : "–";
}

export function NetworkName({ id }: { id: string | null }): ReactNode {
  const network = useObject("network", id);
  return id && network ? <ObjectLink kind="network" id={id} name={network.metadata.name} /> : "–";
}
