package io.atoll.agent.network;

import io.atoll.agent.process.CommandFailedException;
import io.atoll.agent.process.CommandResult;
import io.atoll.agent.process.CommandRunner;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A host's network and the wire it hangs on, as two namespaces of their own: {@code up0} in the host, {@code w0} on the
 * wire. Skips the test with a reason where the user is not root; fails where root lacks the tools.
 */
public final class TestNamespaces implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final CommandRunner root = new CommandRunner(TIMEOUT);
    private final String host;
    private final String wire;
    private final List<Player> players = new ArrayList<>();

    public TestNamespaces() throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root"),
                "Network namespaces need root; this test ran as " + System.getProperty("user.name"));
        for (var tool : List.of("/usr/sbin/nft", "/usr/sbin/ip", "/usr/sbin/bridge")) {
            var usual = Path.of(tool);
            if (!Files.isExecutable(usual)
                    && !Files.isExecutable(
                            Path.of("/usr/bin", usual.getFileName().toString()))) {
                Assertions.fail("As root this test needs " + tool + ": install iproute2 and nftables.");
            }
        }
        var name = "agt" + ProcessHandle.current().pid() + "x" + Integer.toHexString(hashCode() & 0xffff);
        host = name + "h";
        wire = name + "w";
        for (var namespace : List.of(host, wire)) {
            root.runOrFail(List.of("ip", "netns", "add", namespace));
            ip(namespace, "link", "set", "lo", "up");
        }
        ip(wire, "link", "add", "w0", "type", "veth", "peer", "name", "up0", "netns", host);
        ip(wire, "link", "set", "w0", "up");
    }

    /** Connects the host with this machine and returns the address of this machine and of the host. */
    public List<String> connect() throws CommandFailedException {
        var name = "agm" + ProcessHandle.current().pid();
        var subnet = "10.213.%d.".formatted(ProcessHandle.current().pid() % 250);
        root.runOrFail(List.of("ip", "link", "add", name, "type", "veth", "peer", "name", "mgmt0", "netns", host));
        root.runOrFail(List.of("ip", "address", "add", subnet + "1/30", "dev", name));
        root.runOrFail(List.of("ip", "link", "set", "dev", name, "up"));
        ip(host, "address", "add", subnet + "2/30", "dev", "mgmt0");
        ip(host, "link", "set", "dev", "mgmt0", "up");
        return List.of(subnet + "1", subnet + "2");
    }

    /** Runs programs in the host's namespace. */
    public CommandRunner inHost() {
        return new CommandRunner(TIMEOUT, List.of("ip", "netns", "exec", host));
    }

    public String hostNamespace() {
        return host;
    }

    void onHost(String... arguments) throws CommandFailedException {
        ip(host, arguments);
    }

    void onWire(String... arguments) throws CommandFailedException {
        ip(wire, arguments);
    }

    CommandResult show(String... line) throws CommandFailedException {
        return inHost().run(List.of(line));
    }

    /** A guest behind a tap of the host. */
    Player guest(String tap) throws IOException {
        return play(host, "guest", tap);
    }

    /** Whatever listens on an interface of the wire. */
    Player onWire(String name) throws IOException {
        return play(wire, "wire", name);
    }

    private Player play(String namespace, String role, String name) throws IOException {
        var player = new Player(new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        namespace,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RawFrames.class.getName(),
                        role,
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        players.add(player);
        return player;
    }

    private void ip(String namespace, String... arguments) throws CommandFailedException {
        var line = new ArrayList<>(List.of("ip", "-n", namespace));
        line.addAll(List.of(arguments));
        root.runOrFail(line);
    }

    @Override
    public void close() throws CommandFailedException {
        players.forEach(Player::close);
        for (var namespace : List.of(host, wire)) {
            root.run(List.of("ip", "netns", "delete", namespace));
        }
    }

    /** A process that sends and hears frames. */
    static final class Player implements AutoCloseable {
        private final Process process;
        private final BufferedWriter input;
        private final List<String> heard = new CopyOnWriteArrayList<>();

        Player(Process process) throws IOException {
            this.process = process;
            input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
            var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
            if (!"ready".equals(output.readLine())) {
                process.destroyForcibly();
                throw new IOException("A player did not begin.");
            }
            Thread.ofVirtual().start(() -> listen(output));
        }

        private void listen(BufferedReader output) {
            try {
                for (var line = output.readLine(); line != null; line = output.readLine()) {
                    heard.add(line);
                }
            } catch (IOException e) {
                heard.add("ended"); // closed with the test
            }
        }

        void send(RawFrames.Frame frame) throws IOException {
            input.write(frame.hex());
            input.newLine();
            input.flush();
        }

        /** Whether a frame with this text in it has arrived. */
        boolean hasHeard(String text) {
            var hex = java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
            return heard.stream().anyMatch(frame -> frame.contains(hex));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
