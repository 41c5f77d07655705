import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { isTyping, layerIsOpen } from "../ui/keyboard";
import { useStable } from "../ui/useStable";

const GO: Record<string, string> = {
  o: "/",
  v: "/vms",
  h: "/hosts",
  s: "/storage",
  n: "/networks",
  i: "/images",
  r: "/rules",
  p: "/resource-pools",
  b: "/balance",
  w: "/power",
  l: "/ha",
  t: "/tasks",
  a: "/admin",
};
const SEQUENCE_MS = 1_200;

/** The keys that work on every page. Those of a table are the table's. */
export function useGlobalKeys(open: (what: "palette" | "shortcuts") => void): void {
  const navigate = useNavigate();
  const openNow = useStable(open);
  const go = useStable((to: string) => void navigate({ to }));
  useEffect(() => {
    let gAt = 0;
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openNow("palette");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || layerIsOpen()) return;
      const target = performance.now() - gAt < SEQUENCE_MS ? GO[event.key] : undefined;
      gAt = event.key === "g" ? performance.now() : 0;
      if (target) go(target);
      else if (event.key === "?") openNow("shortcuts");
      else if (event.key === "c") go("/vms/new");
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [go, openNow]);
}
