package io.atoll.manager.agentlink;

/** An agent could not be reached, or the connection to it broke. */
public final class AgentUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AgentUnavailableException(String message) {
        super(message);
    }
}
