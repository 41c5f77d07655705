package io.atoll.agent;

import io.atoll.agent.cli.CommandLine;
import io.atoll.agent.cli.EnrolCommand;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** The program's entry: puts the parts together and hands over to the command line. */
public final class AtollAgent {
    private AtollAgent() {}

    static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        var version = AgentVersion.current();
        var enrol = new EnrolCommand(Clock.systemUTC(), version, out);
        System.exit(new CommandLine(enrol, version, out, err).run(List.of(arguments)));
    }
}
