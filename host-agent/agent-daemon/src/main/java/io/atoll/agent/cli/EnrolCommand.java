package io.atoll.agent.cli;

import io.atoll.agent.enrol.EnrolmentRefusedException;
import io.atoll.agent.enrol.HostEnrolment;
import io.atoll.agent.host.KernelFiles;
import io.atoll.agent.identity.AgentSettings;
import io.atoll.agent.identity.AgentSettings.NetworkSettings;
import io.atoll.agent.identity.JoinToken;
import io.atoll.agent.identity.NetworkMode;
import io.atoll.agent.identity.StateDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code atoll-agent enrol <url> <token>}: makes this host a member. Safe to run again. */
public final class EnrolCommand {
    static final Set<String> OPTIONS = Set.of(
            "state-dir",
            "run-dir",
            "address",
            "port",
            "network-mode",
            "uplink",
            "bridge",
            "name",
            "label",
            "memory-mib",
            "cpu-count");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");
    private static final Pattern LABEL =
            Pattern.compile("([a-z0-9](?:[a-z0-9._/-]{0,61}[a-z0-9])?)=(\\P{Cntrl}{0,255})");

    private final Clock clock;
    private final String agentVersion;
    private final PrintStream out;

    public EnrolCommand(Clock clock, String agentVersion, PrintStream out) {
        this.clock = clock;
        this.agentVersion = agentVersion;
        this.out = out;
    }

    int run(List<String> line) throws UsageException, EnrolmentRefusedException, IOException {
        var arguments = Arguments.parse(line, OPTIONS, Set.of("force"));
        if (arguments.words().size() != 2) {
            throw new UsageException("enrol needs the manager's URL and a join token.");
        }
        var state = new StateDirectory(Path.of(arguments.option("state-dir", Defaults.STATE_DIRECTORY)));
        var present = state.identity();
        if (present.isPresent() && !arguments.has("force")) {
            out.printf(
                    "This host is enrolled already, as %s (%s) with %s. Use --force to enrol it anew.%n",
                    present.get().settings().name(),
                    present.get().hostId(),
                    present.get().managerUrl());
            return 0;
        }
        var manager = manager(arguments.words().getFirst());
        var token = token(arguments.words().getLast());
        var settings = settings(arguments, manager);
        out.printf("Enrolling %s (%s:%d) with %s …%n", settings.name(), settings.address(), settings.port(), manager);
        var enrolled = new HostEnrolment(state, clock, agentVersion).enrol(manager, token, settings);
        out.printf(
                "✔ Enrolled as host %s of cluster %s.%n",
                enrolled.identity().hostId(), enrolled.identity().clusterId());
        if (enrolled.clockNeedsCare()) {
            out.printf(
                    Locale.ROOT,
                    "! This host's clock is %.1f s off the manager's. Let chronyd or systemd-timesyncd keep it right.%n",
                    enrolled.clockSkew().toMillis() / 1000.0);
        }
        out.println("Next: atoll-agent run (or systemctl enable --now atoll-agent).");
        return 0;
    }

    private static URI manager(String text) throws UsageException {
        try {
            return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("\"%s\" is not a URL.".formatted(text));
        }
    }

    private static JoinToken token(String text) throws UsageException {
        try {
            return JoinToken.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static AgentSettings settings(Arguments arguments, URI manager)
            throws UsageException, EnrolmentRefusedException, IOException {
        var port = arguments.number("port", 1, 65_535);
        var cpuCount = arguments.number("cpu-count", 1, 65_536);
        var address = arguments.option("address");
        return new AgentSettings(
                name(arguments.option("name")),
                address == null ? addressTowards(manager) : ownAddress(address),
                port == null ? Defaults.PORT : port.intValue(),
                network(arguments),
                labels(arguments.all("label")),
                arguments.number("memory-mib", 32, 1L << 30),
                cpuCount == null ? null : cpuCount.intValue());
    }

    private static String name(@Nullable String given) throws UsageException {
        var name = given == null ? new KernelFiles(Path.of("/proc")).text("sys/kernel/hostname") : given;
        if (!NAME.matcher(name).matches()) {
            throw new UsageException(
                    "The host name \"%s\" must be 1 to 63 of A-Z a-z 0-9 . _ - and begin with a letter or digit; give one with --name."
                            .formatted(name));
        }
        return name;
    }

    /** An address literal, never looked up: a name could mean another machine tomorrow. */
    private static String ownAddress(String text) throws UsageException {
        try {
            return InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--address must be an IP address of this host, \"%s\" is none.".formatted(text));
        }
    }

    /** The address packets to the manager leave from; a datagram socket finds it out without sending any. */
    private static String addressTowards(URI manager) throws EnrolmentRefusedException, IOException {
        if (manager.getHost() == null) {
            throw new EnrolmentRefusedException(
                    "\"%s\" is not a manager's URL.".formatted(manager),
                    "Give it as https://<name or address>:<port>, as in the command that the manager shows.");
        }
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(
                    InetAddress.getByName(manager.getHost().replaceAll("[\\[\\]]", "")), 9));
            return socket.getLocalAddress().getHostAddress();
        } catch (UnknownHostException e) {
            throw new EnrolmentRefusedException(
                    "The name %s is not known here.".formatted(manager.getHost()),
                    "Check DNS on this host, or use the manager's address.",
                    e);
        } catch (java.io.UncheckedIOException e) {
            throw new EnrolmentRefusedException(
                    "This host has no route to %s.".formatted(manager.getHost()),
                    "Check the network, or say with --address how this host is reached.",
                    e);
        }
    }

    private static NetworkSettings network(Arguments arguments) throws UsageException {
        var mode = switch (arguments.option("network-mode", "auto")) {
            case "auto" -> null;
            case "bridge" -> NetworkMode.BRIDGE;
            case "user" -> NetworkMode.USER;
            default -> throw new UsageException("--network-mode must be bridge, user or auto.");
        };
        var uplink = arguments.option("uplink");
        return new NetworkSettings(
                mode,
                interfaceName("bridge", arguments.option("bridge", Defaults.BRIDGE)),
                uplink == null ? null : interfaceName("uplink", uplink));
    }

    private static String interfaceName(String option, String name) throws UsageException {
        if (!INTERFACE.matcher(name).matches()) {
            throw new UsageException("--%s must be an interface name of 1 to 15 of A-Z a-z 0-9 _ . -, \"%s\" is not."
                    .formatted(option, name));
        }
        return name;
    }

    private static SortedMap<String, String> labels(List<String> given) throws UsageException {
        var labels = new TreeMap<String, String>();
        for (var label : given) {
            var matcher = LABEL.matcher(label);
            if (!matcher.matches()) {
                throw new UsageException("--label must be key=value, the key 1 to 63 of a-z 0-9 . _ / -, \"%s\" is not."
                        .formatted(label));
            }
            labels.put(matcher.group(1), matcher.group(2));
        }
        if (labels.size() > 32) {
            throw new UsageException("A host has at most 32 labels, %d were given.".formatted(labels.size()));
        }
        return labels;
    }
}
