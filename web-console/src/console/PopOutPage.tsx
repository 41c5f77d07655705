import { useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useObject, useStream } from "../api/hooks";
import { NotFound, Pending } from "../app/fallbacks";
import { VmConsole } from "./VmConsole";

/** The console in a window of its own. */
export function PopOutPage() {
  const { id } = useParams({ from: "/bare/vms/$id/console" });
  const vm = useObject("vm", id);
  const { listed } = useStream();
  const name = vm?.metadata.name;
  useEffect(() => {
    if (name) document.title = name;
  }, [name]);
  if (vm) return <VmConsole vm={vm} popOut={false} />;
  return listed ? <NotFound /> : <Pending />;
}
