package io.atoll.agent.cli;

import java.io.IOException;

/** A command that works on an agent's folders; returns the exit code. */
@FunctionalInterface
public interface Command {
    int run(AgentFolders folders) throws IOException;
}
