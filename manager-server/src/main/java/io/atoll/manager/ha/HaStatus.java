package io.atoll.manager.ha;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Whether HA would restart a VM now, and why not. */
public record HaStatus(State state, List<Reason> reasons) {
    public HaStatus {
        reasons = List.copyOf(reasons);
    }

    /** Names are API. */
    public enum State {
        /** Nobody wants it protected. */
        OFF,
        /** It is to be protected while it runs. */
        NOT_RUNNING,
        PROTECTED,
        /** It is to be protected and is not; the reasons say why. */
        UNPROTECTED,
        /** HA is at it. */
        RESTARTING
    }

    /** One reason: a stable code, and a sentence for people. */
    @Schema(name = "HaReason")
    public record Reason(String code, String detail) {}
}
