package io.atoll.ha.zk.server;

import io.atoll.model.HostId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What one server of the ensemble is started with, the same on all of them but for {@code self}.
 *
 * @param clientPort for clients, with the two ports behind it for the servers among themselves
 * @param data snapshots and logs; in a folder that persists
 */
public record EnsembleSettings(HostId self, List<EnsembleMember> members, int clientPort, Path data) {
    public static final int DEFAULT_PORT = 2281;

    /** Small enough for sessions of 1 s, whose end the manager's leadership waits for. */
    private static final Duration TICK = Duration.ofMillis(500);

    private static final int INITIAL_TICKS = 20;
    private static final int SYNC_TICKS = 6;
    private static final int LONGEST_SESSION_MS = 60_000;

    public EnsembleSettings {
        members = List.copyOf(members);
        if (members.size() != 3 && members.size() != 5) {
            throw new IllegalArgumentException(
                    "A ZooKeeper ensemble of %d hosts is not set up; give 3 members, or 5 above 30 hosts."
                            .formatted(members.size()));
        }
        if (members.stream().map(EnsembleMember::host).distinct().count() != members.size()
                || new HashSet<>(members.stream().map(EnsembleMember::address).toList()).size() != members.size()) {
            throw new IllegalArgumentException(
                    "Each member of the ensemble must be another host with another address.");
        }
        if (members.stream().noneMatch(member -> member.host().equals(self))) {
            throw new IllegalArgumentException(
                    "This host, %s, is not among the members of the ensemble.".formatted(self));
        }
        if (clientPort < 1 || clientPort > 65_533) {
            throw new IllegalArgumentException(
                    "The client port (%d) must be between 1 and 65533; the next two are used as well."
                            .formatted(clientPort));
        }
    }

    /** The server's own number. */
    public int number() {
        return own().number();
    }

    /** What clients connect to. */
    public String connect() {
        return members.stream()
                .map(member -> bracketed(member.address()) + ":" + clientPort)
                .collect(Collectors.joining(","));
    }

    private EnsembleMember own() {
        return members.stream()
                .filter(member -> member.host().equals(self))
                .findFirst()
                .orElseThrow();
    }

    Properties properties() {
        var all = new Properties();
        all.setProperty("dataDir", data.toString());
        all.setProperty("tickTime", Long.toString(TICK.toMillis()));
        all.setProperty("initLimit", Integer.toString(INITIAL_TICKS));
        all.setProperty("syncLimit", Integer.toString(SYNC_TICKS));
        all.setProperty("maxSessionTimeout", Integer.toString(LONGEST_SESSION_MS));
        all.setProperty("maxClientCnxns", "200");
        all.setProperty("secureClientPort", Integer.toString(clientPort));
        all.setProperty("secureClientPortAddress", own().address());
        all.setProperty("sslQuorum", "true");
        all.setProperty("standaloneEnabled", "false");
        all.setProperty("reconfigEnabled", "false");
        all.setProperty("admin.enableServer", "false");
        all.setProperty("4lw.commands.whitelist", "");
        for (var member : members) {
            all.setProperty(
                    "server." + member.number(),
                    "%s:%d:%d".formatted(bracketed(member.address()), clientPort + 1, clientPort + 2));
        }
        return all;
    }

    private static String bracketed(String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }
}
