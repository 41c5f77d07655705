package io.atoll.agent.enrol;

/** The host did not become a member: why, and what to do about it. Nothing was written. */
public class EnrolmentRefusedException extends Exception {
    private final String fix;

    public EnrolmentRefusedException(String reason, String fix) {
        super(reason);
        this.fix = fix;
    }

    public EnrolmentRefusedException(String reason, String fix, Throwable cause) {
        super(reason, cause);
        this.fix = fix;
    }

    public String fix() {
        return fix;
    }
}
