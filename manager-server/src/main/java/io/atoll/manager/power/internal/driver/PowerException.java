package io.atoll.manager.power.internal.driver;

import io.atoll.manager.problem.ErrorCode;

/** Why a look or an order came to nothing. The message is for people; {@code hint} says what to do. */
public final class PowerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String hint;

    public PowerException(ErrorCode code, String message, String hint) {
        super(message);
        this.code = code;
        this.hint = hint;
    }

    public ErrorCode code() {
        return code;
    }

    public String hint() {
        return hint;
    }

    /** Whether the order may have been carried out all the same: only reading the state tells. */
    public boolean leavesOpen() {
        return code == ErrorCode.POWER_UNREACHABLE || code == ErrorCode.POWER_ANSWER_UNREADABLE;
    }
}
