package io.atoll.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The agent as it really runs: a process of its own, by its own command line. */
final class AgentProcess {
    private final Process process;

    private AgentProcess(Process process) {
        this.process = process;
    }

    /** {@code launcher} goes before the command, for example {@code ip netns exec NAME}. */
    static AgentProcess start(TestHost host, List<String> launcher, Path log) throws IOException {
        return launch(
                launcher, List.of("run", "--accelerator", "tcg", "--run-dir", host.run.toString()), host.state, log);
    }

    /** The host's ZooKeeper server, which has been set up before. */
    static AgentProcess startZookeeper(TestHost host, Path log) throws IOException {
        return launch(List.of(), List.of("zookeeper", "run"), host.state, log);
    }

    private static AgentProcess launch(List<String> launcher, List<String> arguments, Path state, Path log)
            throws IOException {
        var command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                AtollAgent.class.getName()));
        command.addAll(arguments);
        command.addAll(List.of("--state-dir", state.toString()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new AgentProcess(process);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it like {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end. */
    int end() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }
}
