package io.atoll.manager.agentlink;

import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.ImageHeader;
import io.atoll.agent.v1.Progress;
import io.atoll.agent.v1.RunRequest;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Calls to agents. Blocking: meant for virtual threads, never inside a transaction. Everything here answers in bounded
 * time, except that {@link #run} waits for as long as the operation takes and the agent says that it is at it. A host that
 * cannot be reached, or is connected and says nothing, is an {@link AgentOutcome.Unavailable}; where there is no outcome to
 * return, an {@code AtollException} with AGENT_UNREACHABLE.
 */
public interface AgentLink {
    /**
     * Runs one operation and waits for its end, or attaches to it when it already runs under this operation id.
     *
     * @param operationId equal for every attempt at the same step
     * @param fill sets the operation of the request; operation id and epoch are set here
     * @param onProgress called in order while this method waits
     */
    AgentOutcome run(
            HostId host,
            String operationId,
            LeaderEpoch epoch,
            Consumer<RunRequest.Builder> fill,
            Consumer<Progress> onProgress);

    /** Asks a running operation to stop at its next safe point; its {@link #run} answers how it ended. */
    boolean cancel(HostId host, String operationId, LeaderEpoch epoch);

    /** Asks the host about itself, with fresh self-checks. Any manager may ask. */
    HostReport getHost(HostId host);

    /**
     * Whether the host's agent answers now, proved by a fresh connection on which it shows its certificate; answers within two
     * seconds. Any manager may ask.
     */
    boolean answers(HostId host);

    /** Opens a VM's display or serial line. Any manager may. */
    ConsoleStream openConsole(HostId host, VmId vm, ConsoleKind kind, ConsoleReceiver receiver);

    /** Sends an image's bytes to a pool through this host; reads {@code header.size_bytes} bytes from {@code content}. */
    AgentOutcome writeImage(HostId host, ImageHeader header, InputStream content, Consumer<Progress> onProgress);

    /** How this manager's link to the host is. Only the leader keeps links; elsewhere it is NOT_WATCHED. */
    LinkState state(HostId host);

    /** Adds a listener for what hosts report; calls for one host come in order, one at a time. */
    void addListener(HostListener listener);
}
