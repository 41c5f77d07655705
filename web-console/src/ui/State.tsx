/** How states look: always icon and word, and colour only where something needs a person or is changing. */
import type { ReactNode } from "react";
import { useI18n, type MessageKey } from "../i18n";
import type { HaState, HostState, ImageState, Network, Pool, PowerState, TaskState } from "../api/types";
import { Icon, type IconName } from "./icons";
import "./state.css";

/** calm: as it should be. off: at rest. change: under way. attention: wants a look. broken: does not work. */
export type Tone = "calm" | "off" | "change" | "attention" | "broken";

interface Look {
  tone: Tone;
  icon: IconName;
}

const VM_LOOK: Record<PowerState, Look> = {
  CREATING: { tone: "change", icon: "half" },
  STOPPED: { tone: "off", icon: "stop" },
  STARTING: { tone: "change", icon: "half" },
  RUNNING: { tone: "calm", icon: "play" },
  PAUSED: { tone: "attention", icon: "pause" },
  STOPPING: { tone: "change", icon: "half" },
  MIGRATING: { tone: "change", icon: "migrate" },
  CRASHED: { tone: "broken", icon: "broken" },
  UNKNOWN: { tone: "attention", icon: "unknown" },
  DELETING: { tone: "change", icon: "trash" },
  FAILED: { tone: "broken", icon: "broken" },
};

const HOST_LOOK: Record<HostState, Look> = {
  CONNECTING: { tone: "change", icon: "half" },
  READY: { tone: "calm", icon: "check" },
  DISCONNECTED: { tone: "broken", icon: "broken" },
  UNKNOWN: { tone: "attention", icon: "unknown" },
  REVOKED: { tone: "off", icon: "dash" },
  REFUSED: { tone: "broken", icon: "broken" },
};

const TASK_LOOK: Record<TaskState, Look> = {
  QUEUED: { tone: "change", icon: "ring" },
  RUNNING: { tone: "change", icon: "half" },
  SUCCEEDED: { tone: "calm", icon: "check" },
  FAILED: { tone: "broken", icon: "broken" },
  CANCELLED: { tone: "off", icon: "dash" },
  ROLLING_BACK: { tone: "attention", icon: "reset" },
};

const POOL_LOOK: Record<Pool["status"]["state"], Look> = {
  CREATING: { tone: "change", icon: "half" },
  READY: { tone: "calm", icon: "check" },
  FAILED: { tone: "broken", icon: "broken" },
  DELETING: { tone: "change", icon: "trash" },
};

const NETWORK_LOOK: Record<Network["status"]["state"], Look> = {
  READY: { tone: "calm", icon: "check" },
  APPLYING: { tone: "change", icon: "half" },
  FAILED: { tone: "broken", icon: "broken" },
};

const IMAGE_LOOK: Record<ImageState, Look> = {
  AWAITING_UPLOAD: { tone: "attention", icon: "upload" },
  UPLOADING: { tone: "change", icon: "upload" },
  IMPORTING: { tone: "change", icon: "half" },
  READY: { tone: "calm", icon: "check" },
  FAILED: { tone: "broken", icon: "broken" },
  DELETING: { tone: "change", icon: "trash" },
};

const HA_LOOK: Record<HaState, Look> = {
  OFF: { tone: "off", icon: "dash" },
  NOT_RUNNING: { tone: "off", icon: "ring" },
  PROTECTED: { tone: "calm", icon: "check" },
  UNPROTECTED: { tone: "attention", icon: "warn" },
  RESTARTING: { tone: "change", icon: "half" },
};

export function StateMark({ tone, icon, children }: Look & { children: ReactNode }) {
  return (
    <span className={`state state-${tone}`}>
      <Icon name={icon} size={14} />
      <span>{children}</span>
    </span>
  );
}

function StateOf({ look, text, code }: { look: Look | undefined; text: MessageKey; code: string }) {
  const { lookup } = useI18n();
  // A state this console does not know yet is shown as it came, not hidden.
  return <StateMark {...(look ?? { tone: "attention", icon: "unknown" })}>{lookup(text) ?? code}</StateMark>;
}

export function VmState({ state }: { state: PowerState }) {
  return <StateOf look={VM_LOOK[state]} text={`vm.state.${state}`} code={state} />;
}

export function HaStateMark({ state }: { state: HaState }) {
  return <StateOf look={HA_LOOK[state]} text={`ha.vm.state.${state}`} code={state} />;
}

export function HostStateMark({ state }: { state: HostState }) {
  return <StateOf look={HOST_LOOK[state]} text={`host.state.${state}`} code={state} />;
}

export function TaskStateMark({ state }: { state: TaskState }) {
  return <StateOf look={TASK_LOOK[state]} text={`task.state.${state}`} code={state} />;
}

export function PoolStateMark({ state }: { state: Pool["status"]["state"] }) {
  return <StateOf look={POOL_LOOK[state]} text={`pool.state.${state}`} code={state} />;
}

export function NetworkStateMark({ state }: { state: Network["status"]["state"] }) {
  return <StateOf look={NETWORK_LOOK[state]} text={`network.state.${state}`} code={state} />;
}

export function ImageStateMark({ state }: { state: ImageState }) {
  return <StateOf look={IMAGE_LOOK[state]} text={`image.state.${state}`} code={state} />;
}
