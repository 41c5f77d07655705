package io.atoll.agent.host;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.process.CommandFailedException;
import io.atoll.agent.process.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts this host's operating system down, by a program that whoever starts the agent names in {@value #VARIABLE}: the
 * package's unit names poweroff. Without it nobody can, so that an agent on somebody's workstation never takes it down.
 */
public final class HostShutdown {
    /** The environment variable with the program's path. */
    public static final String VARIABLE = "ATOLL_POWER_OFF_PROGRAM";

    private static final Logger LOG = LoggerFactory.getLogger(HostShutdown.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final @Nullable String program;
    private final CommandRunner commands = new CommandRunner(LIMIT);

    /** @param program its absolute path; null or empty: there is none */
    public HostShutdown(@Nullable String program) {
        this.program = program == null || program.isEmpty() ? null : program;
        if (this.program != null && !Path.of(this.program).isAbsolute()) {
            throw new IllegalArgumentException(
                    "%s (%s) must be an absolute path, such as /usr/sbin/poweroff.".formatted(VARIABLE, program));
        }
    }

    /** Begins it; the program returns before the host is down. */
    public void begin(String reason) {
        if (program == null) {
            throw new RefusedException(
                    RefusalCode.HOST_CANNOT_SHUT_DOWN,
                    "The agent was not told how to shut this host down.",
                    "Set %s in the agent's unit, for example to /usr/sbin/poweroff.".formatted(VARIABLE));
        }
        LOG.warn("Shutting the host down: {}", reason.replaceAll("\\p{C}", "?"));
        try {
            commands.runOrFail(List.of(program));
        } catch (CommandFailedException e) {
            throw new RefusedException(
                    RefusalCode.HOST_CANNOT_SHUT_DOWN,
                    "The host did not begin to shut down: %s".formatted(e.getMessage()),
                    e);
        }
    }
}
