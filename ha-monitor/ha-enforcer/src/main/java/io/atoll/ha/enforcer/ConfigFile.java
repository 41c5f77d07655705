package io.atoll.ha.enforcer;

import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The enforcers' configuration as a file that is either the old one or the new one. */
final class ConfigFile {
    private static final String FILE = "enforcer.properties";

    private ConfigFile() {}

    /**
     * All an enforcer reads.
     *
     * @param version the agent raises it with every change
     * @param places the configuration's pools, each at its place in the shared state
     */
    record Versioned(
            long version, EnforcerConfig config, SortedMap<Integer, PoolLocation> places, EnforcerLaunch launch) {}

    static void write(Path runDirectory, Versioned versioned) throws IOException {
        var config = versioned.config();
        var timing = config.timing();
        var values = new Properties();
        values.setProperty("version", Long.toString(versioned.version()));
        values.setProperty("java", versioned.launch().java().toString());
        values.setProperty("classPath", versioned.launch().classPath());
        values.setProperty("realTime", Boolean.toString(versioned.launch().realTime()));
        values.setProperty("installation", config.installation().toString());
        values.setProperty("host", config.host().toString());
        values.setProperty("bootId", config.bootId().toString());
        values.setProperty("controlGroup", config.controlGroup().toString());
        values.setProperty("lease", timing.lease().toString());
        values.setProperty("freezeAfter", timing.freezeAfter().toString());
        values.setProperty("ackWithin", timing.ackWithin().toString());
        values.setProperty("killBound", timing.killBound().toString());
        values.setProperty("clockDriftPpm", Integer.toString(timing.clockDriftPpm()));
        values.setProperty("margin", timing.margin().toString());
        values.setProperty("renewEvery", timing.renewEvery().toString());
        values.setProperty("watchdogTimeout", config.watchdogTimeout().toString());
        var watchdog = config.watchdog();
        if (watchdog != null) {
            values.setProperty("watchdog", watchdog.toString());
        }
        for (var place : versioned.places().entrySet()) {
            values.setProperty(
                    "pool." + place.getKey() + ".id", place.getValue().pool().toString());
            values.setProperty(
                    "pool." + place.getKey() + ".root", place.getValue().root().toString());
            values.setProperty("pool." + place.getKey() + ".counts", Boolean.toString(config.counts(place.getValue())));
        }
        var draft = Files.createTempFile(runDirectory, FILE, ".tmp");
        try (var writer = Files.newBufferedWriter(draft)) {
            values.store(writer, null);
        }
        Files.move(draft, runDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    static Versioned read(Path runDirectory) throws IOException {
        var values = new Properties();
        try (var reader = Files.newBufferedReader(runDirectory.resolve(FILE))) {
            values.load(reader);
        }
        try {
            var places = places(values);
            return new Versioned(
                    Long.parseLong(text(values, "version")),
                    config(values, places),
                    places,
                    new EnforcerLaunch(
                            Path.of(text(values, "java")),
                            text(values, "classPath"),
                            Boolean.parseBoolean(text(values, "realTime"))));
        } catch (RuntimeException e) {
            throw new IOException("%s is damaged: %s".formatted(FILE, e.getMessage()), e);
        }
    }

    private static SortedMap<Integer, PoolLocation> places(Properties values) {
        var places = new TreeMap<Integer, PoolLocation>();
        for (var i = 0; i < EnforcerConfig.MOST_POOLS; i++) {
            var id = values.getProperty("pool." + i + ".id");
            if (id != null) {
                places.put(i, new PoolLocation(PoolId.parse(id), Path.of(text(values, "pool." + i + ".root"))));
            }
        }
        return places;
    }

    private static EnforcerConfig config(Properties values, SortedMap<Integer, PoolLocation> places) {
        var notCounted = new TreeSet<PoolId>();
        places.forEach((place, pool) -> {
            if (text(values, "pool." + place + ".counts").equals("false")) {
                notCounted.add(pool.pool());
            }
        });
        var watchdog = values.getProperty("watchdog");
        return new EnforcerConfig(
                UUID.fromString(text(values, "installation")),
                HostId.parse(text(values, "host")),
                UUID.fromString(text(values, "bootId")),
                Path.of(text(values, "controlGroup")),
                List.copyOf(places.values()),
                notCounted,
                new LeaseTiming(
                        duration(values, "renewEvery"),
                        duration(values, "ackWithin"),
                        duration(values, "lease"),
                        duration(values, "freezeAfter"),
                        duration(values, "killBound"),
                        Integer.parseInt(text(values, "clockDriftPpm")),
                        duration(values, "margin")),
                watchdog == null ? null : Path.of(watchdog),
                duration(values, "watchdogTimeout"));
    }

    private static Duration duration(Properties values, String key) {
        return Duration.parse(text(values, key));
    }

    private static String text(Properties values, String key) {
        var value = values.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("%s is missing.".formatted(key));
        }
        return value;
    }
}
