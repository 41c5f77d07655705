package io.atoll.agent;

import io.atoll.agent.cli.Command;
import io.atoll.agent.cli.CommandLine;
import io.atoll.agent.cli.EnrolCommand;
import io.atoll.agent.cli.ZookeeperCommand;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The program's entry: puts the parts together and hands over to the command line. */
public final class AtollAgent {
    private AtollAgent() {}

    static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        var version = AgentVersion.current();
        var enrol = new EnrolCommand(Clock.systemUTC(), version, out);
        var zookeeper = new ZookeeperCommand(Clock.systemUTC(), out);
        if (!List.of(arguments).contains("run")) {
            System.setProperty("logback.configurationFile", "logback-quiet.xml");
        }
        Map<String, Command> commands = Map.of(
                "run", new RunCommand(version), "check", new CheckCommand(out), "status", new StatusCommand(out));
        System.exit(new CommandLine(enrol, zookeeper, commands, version, out, err).run(List.of(arguments)));
    }
}
