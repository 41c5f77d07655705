/** What the palette can do: go somewhere, do something, or do something to an object whose name was typed. */
import type { Host, Image, Network, Pool, Task, Vm } from "../api/types";
import type { I18n, PlainKey } from "../i18n";
import type { IconName } from "../ui/icons";
import { can, VERB_ICON, VM_VERBS, type VmVerb } from "../vm/actions";
import { taskTitle } from "../task/taskText";

export type Target = { go: string } | { act: VmVerb; vm: Vm } | { run: "language" | "theme" | "logout" | "shortcuts" };

export interface Command {
  key: string;
  icon: IconName;
  text: string;
  hint: string;
  /** What is searched beside the text. */
  also: string;
  target: Target;
}

interface World {
  vms: readonly Vm[];
  hosts: readonly Host[];
  pools: readonly Pool[];
  networks: readonly Network[];
  images: readonly Image[];
  tasks: readonly Task[];
}

const PAGES: readonly { go: string; icon: IconName; text: PlainKey; also: string }[] = [
  { go: "/", icon: "overview", text: "nav.overview", also: "overview home" },
  { go: "/vms", icon: "vm", text: "nav.vms", also: "vms" },
  { go: "/hosts", icon: "host", text: "nav.hosts", also: "hosts" },
  { go: "/storage", icon: "storage", text: "nav.storage", also: "storage pools" },
  { go: "/networks", icon: "network", text: "nav.networks", also: "networks" },
  { go: "/images", icon: "image", text: "nav.images", also: "images" },
  { go: "/resource-pools", icon: "pools", text: "nav.resourcePools", also: "resource pools shares reservation limit" },
  { go: "/rules", icon: "link", text: "nav.rules", also: "rules affinity anti-affinity placement" },
  { go: "/balance", icon: "balance", text: "nav.balance", also: "balance drs load" },
  { go: "/power", icon: "power", text: "nav.power", also: "power saving dpm sleep wake energy" },
  { go: "/ha", icon: "pulse", text: "ha.title", also: "ha high availability" },
  { go: "/ha?tab=incidents", icon: "pulse", text: "ha.incidents", also: "ha incidents" },
  { go: "/alarms", icon: "warn", text: "nav.alarms", also: "alarms notifications" },
  { go: "/tasks", icon: "tasks", text: "nav.tasks", also: "tasks" },
  { go: "/tasks?tab=events", icon: "tasks", text: "task.tab.events", also: "events" },
  { go: "/admin", icon: "admin", text: "nav.admin", also: "admin users" },
  { go: "/admin?tab=tokens", icon: "key", text: "admin.tab.tokens", also: "tokens api" },
];

const DEEDS: readonly { target: Target; icon: IconName; text: PlainKey; also: string }[] = [
  { target: { go: "/vms/new" }, icon: "plus", text: "vm.create", also: "create vm new" },
  { target: { go: "/hosts/enrol" }, icon: "plus", text: "host.enrol", also: "enrol host add" },
  { target: { run: "theme" }, icon: "sun", text: "palette.theme", also: "theme dark light" },
  { target: { run: "language" }, icon: "globe", text: "palette.language", also: "language english 中文 chinese" },
  { target: { run: "shortcuts" }, icon: "keyboard", text: "top.shortcuts", also: "shortcuts keys help" },
  { target: { run: "logout" }, icon: "user", text: "top.logout", also: "log out logout" },
];

const LIMIT = 40;

/** Every word typed must occur; what starts with the first word comes first. */
export function findCommands(query: string, world: World, i18n: I18n): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = [...candidates(words, world, i18n)].filter((command) => {
    const text = `${command.text} ${command.also} ${command.hint}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const first = words[0] ?? "";
  const rank = (command: Command) => (command.text.toLowerCase().startsWith(first) ? 0 : 1);
  return matching.sort((a, b) => rank(a) - rank(b)).slice(0, LIMIT);
}

function* candidates(words: readonly string[], world: World, i18n: I18n): Generator<Command> {
  const { t } = i18n;
  for (const { go, icon, text, also } of PAGES) {
    yield { key: `go-${go}`, icon, text: t(text), hint: t("palette.page"), also, target: { go } };
  }
  for (const { target, icon, text, also } of DEEDS) {
    yield { key: `do-${text}`, icon, text: t(text), hint: t("palette.command"), also, target };
  }
  if (words.length === 0) return;
  for (const vm of world.vms) yield* ofVm(vm, words, i18n);
  const named = (icon: IconName, kind: PlainKey, object: { metadata: { id: string; name: string } }, go: string) => ({
    key: object.metadata.id,
    icon,
    text: object.metadata.name,
    hint: t(kind),
    also: "",
    target: { go },
  });
  for (const host of world.hosts) yield named("host", "kind.host", host, `/hosts/${host.metadata.id}`);
  for (const pool of world.pools) yield named("storage", "kind.pool", pool, `/storage?inspect=${pool.metadata.id}`);
  for (const network of world.networks)
    yield named("network", "kind.network", network, `/networks?inspect=${network.metadata.id}`);
  for (const image of world.images) yield named("image", "kind.image", image, `/images?inspect=${image.metadata.id}`);
  for (const task of world.tasks) {
    yield {
      key: task.metadata.id,
      icon: "tasks",
      text: taskTitle(task, i18n),
      hint: t("kind.task"),
      also: `${task.metadata.id} ${task.traceId ?? ""}`,
      target: { go: `/tasks/${task.metadata.id}` },
    };
  }
}

/** The VM itself, its console, and every verb it allows now. */
function* ofVm(vm: Vm, words: readonly string[], { t }: I18n): Generator<Command> {
  const { id, name, labels } = vm.metadata;
  // With 10,000 VMs most are not meant: one cheap look before any text is put together.
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const also = [...vm.status.addresses, ...pairs].join(" ");
  const own = `${name} ${also}`.toLowerCase();
  if (!words.some((word) => own.includes(word))) return;
  yield { key: id, icon: "vm", text: name, hint: t("kind.vm"), also, target: { go: `/vms/${id}` } };
  if (can(vm, "console")) {
    const text = t("palette.console", { name });
    yield {
      key: `${id}-console`,
      icon: "console",
      text,
      hint: t("kind.vm"),
      also: "console",
      target: { go: `/vms/${id}?tab=console` },
    };
  }
  for (const verb of VM_VERBS) {
    if (!can(vm, verb)) continue;
    const text = t("palette.verb", { verb: t(`vm.verb.${verb}`), name });
    yield {
      key: `${id}-${verb}`,
      icon: VERB_ICON[verb],
      text,
      hint: t("kind.vm"),
      also: verb,
      target: { act: verb, vm },
    };
  }
}
