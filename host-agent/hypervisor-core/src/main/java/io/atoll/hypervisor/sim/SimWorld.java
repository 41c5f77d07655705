package io.atoll.hypervisor.sim;

import io.atoll.hypervisor.api.IncomingEndpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What simulated hosts share: time, disks with their locks, and the network. Things that take time happen when the clock
 * has passed their moment and anybody looks.
 */
public final class SimWorld {

    private static final int FIRST_PORT = 49_152;

    private final InstantSource clock;
    private final Pace pace;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Instant, List<Runnable>> agenda = new TreeMap<>();
    private final TreeMap<String, SimHost> hosts = new TreeMap<>();
    private final Map<Path, SimMachine> writers = new HashMap<>();
    private final Map<InetSocketAddress, SimMachine> listening = new HashMap<>();
    private final Set<Path> missing = new HashSet<>();
    private long lastPid = 1000;

    public SimWorld(InstantSource clock, Pace pace) {
        this.clock = clock;
        this.pace = pace;
    }

    /** The host of that name, made when asked for first. */
    public SimHost host(String name) {
        return locked(() -> hosts.computeIfAbsent(name, _ -> new SimHost(this, name)));
    }

    /** Lets a file not exist; all others do. */
    public void removeFile(Path file) {
        locked(() -> missing.add(file));
    }

    Pace pace() {
        return pace;
    }

    /** Runs {@code action} alone, after everything that was due by now. */
    <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            catchUp();
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    Instant now() {
        return clock.instant();
    }

    void later(Duration delay, Runnable action) {
        agenda.computeIfAbsent(now().plus(delay), _ -> new ArrayList<>()).add(action);
    }

    private void catchUp() {
        var due = agenda.headMap(now(), true);
        while (!due.isEmpty()) {
            due.pollFirstEntry().getValue().forEach(Runnable::run);
        }
    }

    long nextPid() {
        return ++lastPid;
    }

    /** The first of a machine's files that does not exist. */
    Optional<Path> missingFile(SimMachine machine) {
        return machine.definition().disks().stream()
                .map(disk -> disk.path())
                .filter(missing::contains)
                .findFirst();
    }

    /** Takes the write locks of all disks, or none and says which disk is in use. */
    Optional<Path> lockDisks(SimMachine machine) {
        var wanted = machine.writableDisks();
        var taken = wanted.stream()
                .filter(path -> writers.getOrDefault(path, machine) != machine)
                .findFirst();
        if (taken.isEmpty()) {
            wanted.forEach(path -> writers.put(path, machine));
        }
        return taken;
    }

    void unlockDisks(SimMachine machine) {
        writers.values().removeIf(holder -> holder == machine);
    }

    /** Listens at {@code wanted}, port 0 standing for any; empty when the port is taken. */
    OptionalInt listen(InetAddress address, int wanted, SimMachine machine) {
        var port = wanted == 0 ? FIRST_PORT : wanted;
        while (wanted == 0 && listening.containsKey(new InetSocketAddress(address, port))) {
            port++;
        }
        var free = listening.putIfAbsent(new InetSocketAddress(address, port), machine) == null;
        return free ? OptionalInt.of(port) : OptionalInt.empty();
    }

    Optional<SimMachine> listenerAt(IncomingEndpoint endpoint) {
        return Optional.ofNullable(listening.get(new InetSocketAddress(endpoint.address(), endpoint.port())));
    }

    void stopListening(SimMachine machine) {
        listening.values().removeIf(listener -> listener == machine);
    }
}
