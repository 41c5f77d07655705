package io.atoll.manager.ha.internal;

import io.atoll.manager.ha.HaSight.Seen;
import io.atoll.manager.inventory.Host;
import io.atoll.model.HostId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The servers of ZooKeeper, and which of them are gone with their hosts. A server is known to be on a host by the host's
 * address or name; where hosts are told another name of it, it counts as there.
 *
 * @param total 0: the one inside the manager, which no host takes with it
 * @param perHost how many are on a host of the cluster; hosts without one are not in it
 * @param goneHosts hosts with a server that are dead for all that anybody can see
 */
record ZookeeperServers(int total, SortedMap<HostId, Integer> perHost, SortedSet<HostId> goneHosts) {

    /** @param seen empty: ZooKeeper does not answer this manager, and nobody knows which host is gone */
    static ZookeeperServers of(String connect, boolean embedded, List<Host> hosts, Optional<Seen> seen) {
        var perHost = new TreeMap<HostId, Integer>();
        var gone = new TreeSet<HostId>();
        if (embedded) {
            return new ZookeeperServers(0, perHost, gone);
        }
        for (var host : hosts) {
            var servers = on(host, connect);
            if (!servers.isEmpty()) {
                perHost.put(host.id(), servers.size());
                seen.filter(known -> isGone(host, known)).ifPresent(_ -> gone.add(host.id()));
            }
        }
        return new ZookeeperServers(addresses(connect).size(), perHost, gone);
    }

    /** The servers of a connect string, {@code host:port}, that are known to be on the host. */
    static List<String> on(Host host, String connect) {
        var names = new TreeSet<>(List.of(plain(host.endpoint().address()), plain(host.name())));
        return addresses(connect).stream()
                .filter(address -> names.contains(machine(address)))
                .toList();
    }

    static List<String> addresses(String connect) {
        var path = connect.indexOf('/');
        return List.of((path < 0 ? connect : connect.substring(0, path)).split(","));
    }

    /** The machine of {@code machine:port}. */
    static String machine(String address) {
        return plain(address.substring(0, Math.max(0, address.lastIndexOf(':'))));
    }

    private static String plain(String name) {
        return name.replace("[", "").replace("]", "").strip().toLowerCase(Locale.ROOT);
    }

    /** An agent that only the manager does not hear beats on: its host is there. */
    private static boolean isGone(Host host, Seen seen) {
        if (HaAlarms.beats(seen, host.id())) {
            return false;
        }
        var fence = seen.facts().fences().get(host.id());
        var fenced = fence != null && !fence.isOpen();
        return switch (host.link().phase()) {
            case DISCONNECTED, REFUSED, REVOKED -> true;
            case CONNECTING, READY, UNKNOWN -> fenced;
        };
    }

    boolean anyGone() {
        return !goneHosts.isEmpty();
    }

    private int on(HostId host) {
        return perHost.getOrDefault(host, 0);
    }

    int left() {
        return total - goneHosts.stream().mapToInt(this::on).sum();
    }

    private int majority() {
        return total / 2 + 1;
    }

    /** How many more may go; negative: there is no majority now. */
    int spare() {
        return left() - majority();
    }

    private int leftWithout(HostId host) {
        return goneHosts.contains(host) ? left() : left() - on(host);
    }

    /** Whether a majority would be left if this host died too. */
    boolean survive(HostId host) {
        return leftWithout(host) >= majority();
    }

    /** The same with these hosts gone too. */
    ZookeeperServers without(SortedSet<HostId> hosts) {
        var gone = new TreeSet<>(goneHosts);
        hosts.stream().filter(host -> perHost.containsKey(host)).forEach(gone::add);
        return new ZookeeperServers(total, perHost, gone);
    }

    /** The hosts that are there and whose death would leave no majority, with what would be left. */
    SortedMap<HostId, String> indispensable() {
        var found = new TreeMap<HostId, String>();
        perHost.keySet().stream()
                .filter(host -> !goneHosts.contains(host))
                .forEach(host -> tooFewWithout(host).ifPresent(why -> found.put(host, why)));
        return found;
    }

    /** What the death of a host would leave of ZooKeeper, where that is no majority. */
    Optional<String> tooFewWithout(HostId host) {
        return total == 0 || survive(host)
                ? Optional.empty()
                : Optional.of(
                        "ZooKeeper would have %d of %d servers, which is no majority: HA would restart nothing until a server is back."
                                .formatted(leftWithout(host), total));
    }
}
