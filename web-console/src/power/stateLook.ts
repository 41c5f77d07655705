import type { PowerHost } from "../api/types";
import type { IconName } from "../ui/icons";
import type { Tone } from "../ui/State";

/** How a host's place in power saving looks. */
export const STATE_LOOK: Record<PowerHost["state"], { tone: Tone; icon: IconName }> = {
  AWAKE: { tone: "calm", icon: "check" },
  DRAINING: { tone: "change", icon: "migrate" },
  SWITCHING_OFF: { tone: "change", icon: "half" },
  ASLEEP: { tone: "off", icon: "power" },
  WAKING: { tone: "change", icon: "half" },
  EXITING: { tone: "change", icon: "half" },
  FAILED: { tone: "broken", icon: "broken" },
  AWAY: { tone: "off", icon: "dash" },
};
