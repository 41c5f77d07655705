package io.atoll.manager.agentlink;

import io.atoll.agent.v1.Done;
import java.util.List;

/** How an operation on a host ended, as far as the manager knows. */
public sealed interface AgentOutcome {
    /** The operation has happened. */
    record Completed(Done result) implements AgentOutcome {}

    /** The agent did not begin it, on purpose. */
    record Refused(String code, String detail, List<String> hints) implements AgentOutcome {}

    /** It began and failed. */
    record Failed(String code, String detail, List<String> hints, boolean rolledBack) implements AgentOutcome {}

    /**
     * The agent could not be reached or the stream broke: whether it happened is unknown. Repeat with the same operation
     * id; the agent attaches to what runs, or tells how it ended.
     */
    record Unavailable(String detail) implements AgentOutcome {}
}
