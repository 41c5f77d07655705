package io.atoll.agent.process;

import java.util.List;

/** How a program ended: exit code and what it wrote, cut to {@link CommandRunner#OUTPUT_LIMIT_BYTES}. */
public record CommandResult(List<String> arguments, int exitCode, String output, String errors) {
    public CommandResult {
        arguments = List.copyOf(arguments);
    }

    public boolean succeeded() {
        return exitCode == 0;
    }

    /** One line for a log or a message: the program's own complaint, or its exit code when it said nothing. */
    public String complaint() {
        var said = errors.isBlank() ? output : errors;
        var line = said.strip().lines().findFirst().orElse("exit code " + exitCode);
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
