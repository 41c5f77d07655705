package io.atoll.manager.testing.agent;

/** The agent's work fails with a code of the protocol, leaving nothing behind. */
final class RefusedByAgent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedByAgent(String code, String detail) {
        super(detail);
        this.code = code;
    }

    String code() {
        return code;
    }
}
