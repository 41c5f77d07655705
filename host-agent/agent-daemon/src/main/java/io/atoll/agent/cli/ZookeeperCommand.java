package io.atoll.agent.cli;

import io.atoll.agent.zookeeper.HostZookeeper;
import io.atoll.ha.zk.server.EnsembleMember;
import io.atoll.ha.zk.server.EnsembleSettings;
import io.atoll.model.HostId;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code atoll-agent zookeeper init|run|use}: this host's part in the ZooKeeper ensemble of the installation. */
public final class ZookeeperCommand {
    private static final Set<String> OPTIONS = Set.of("state-dir", "member", "data", "port");

    private final Clock clock;
    private final PrintStream out;

    public ZookeeperCommand(Clock clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    int run(List<String> line) throws UsageException, IOException {
        var arguments = Arguments.parse(line, OPTIONS, Set.of());
        var words = arguments.words();
        var action = words.isEmpty() ? "" : words.getFirst();
        if (words.size() != (action.equals("use") ? 2 : 1)) {
            throw new UsageException("zookeeper needs one of: init, run, use <connect string>.");
        }
        var host = HostZookeeper.of(Path.of(arguments.option("state-dir", Defaults.STATE_DIRECTORY)), clock);
        return switch (action) {
            case "init" -> init(host, arguments);
            case "run" -> host.run();
            case "use" -> use(host, words.getLast());
            default -> throw new UsageException("There is no \"zookeeper %s\".".formatted(action));
        };
    }

    private int init(HostZookeeper host, Arguments arguments) throws UsageException, IOException {
        var members = new ArrayList<EnsembleMember>();
        for (var text : arguments.all("member")) {
            members.add(member(members.size() + 1, text));
        }
        var port = arguments.number("port", 1, 65_533);
        var data = arguments.option("data");
        try {
            var settings = host.prepare(
                    members,
                    port == null ? EnsembleSettings.DEFAULT_PORT : port.intValue(),
                    data == null ? null : Path.of(data));
            out.printf("✔ This host is ZooKeeper server %d of %s.%n", settings.number(), settings.connect());
            out.println("Next: atoll-agent zookeeper run (or systemctl enable --now atoll-zookeeper) on all of them.");
            return 0;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static EnsembleMember member(int number, String text) throws UsageException {
        var at = text.indexOf('@');
        try {
            return new EnsembleMember(
                    number,
                    HostId.parse(text.substring(0, Math.max(0, at))),
                    InetAddress.ofLiteral(text.substring(at + 1)).getHostAddress());
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "--member must be <host id>@<IP address>, as atoll-agent status shows them; \"%s\" is not."
                            .formatted(text));
        }
    }

    private int use(HostZookeeper host, String connect) throws UsageException, IOException {
        try {
            host.use(connect);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        out.printf("✔ The agent uses ZooKeeper at %s from its next start on; VMs run on meanwhile.%n", connect);
        return 0;
    }
}
