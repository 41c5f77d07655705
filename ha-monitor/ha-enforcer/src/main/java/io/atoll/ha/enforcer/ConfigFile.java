package io.atoll.ha.enforcer;

import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Properties;
import java.util.UUID;

/** The enforcers' configuration as a file that is either the old one or the new one. */
final class ConfigFile {
    private static final String FILE = "enforcer.properties";

    private ConfigFile() {}

    /** A configuration, how to start the other side, and the number the agent gave to both. */
    record Versioned(long version, EnforcerConfig config, EnforcerLaunch launch) {}

    static void write(Path runDirectory, Versioned versioned) throws IOException {
        var config = versioned.config();
        var timing = config.timing();
        var values = new Properties();
        values.setProperty("version", Long.toString(versioned.version()));
        values.setProperty("java", versioned.launch().java().toString());
        values.setProperty("classPath", versioned.launch().classPath());
        values.setProperty("installation", config.installation().toString());
        values.setProperty("host", config.host().toString());
        values.setProperty("bootId", config.bootId().toString());
        values.setProperty("controlGroup", config.controlGroup().toString());
        values.setProperty("lease", timing.lease().toString());
        values.setProperty("freezeAfter", timing.freezeAfter().toString());
        values.setProperty("acknowledgeWithin", timing.acknowledgeWithin().toString());
        values.setProperty("emptyWithin", timing.emptyWithin().toString());
        values.setProperty("renewEvery", timing.renewEvery().toString());
        values.setProperty("watchdogTimeout", config.watchdogTimeout().toString());
        var watchdog = config.watchdog();
        if (watchdog != null) {
            values.setProperty("watchdog", watchdog.toString());
        }
        for (var i = 0; i < config.pools().size(); i++) {
            values.setProperty("pool." + i + ".id", config.pools().get(i).pool().toString());
            values.setProperty("pool." + i + ".root", config.pools().get(i).root().toString());
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
            return new Versioned(
                    Long.parseLong(text(values, "version")),
                    config(values),
                    new EnforcerLaunch(Path.of(text(values, "java")), text(values, "classPath")));
        } catch (RuntimeException e) {
            throw new IOException("%s is damaged: %s".formatted(FILE, e.getMessage()), e);
        }
    }

    private static EnforcerConfig config(Properties values) {
        var pools = new ArrayList<PoolLocation>();
        while (values.containsKey("pool." + pools.size() + ".id")) {
            var prefix = "pool." + pools.size();
            pools.add(new PoolLocation(
                    PoolId.parse(text(values, prefix + ".id")), Path.of(text(values, prefix + ".root"))));
        }
        var watchdog = values.getProperty("watchdog");
        return new EnforcerConfig(
                UUID.fromString(text(values, "installation")),
                HostId.parse(text(values, "host")),
                UUID.fromString(text(values, "bootId")),
                Path.of(text(values, "controlGroup")),
                pools,
                new EnforcerTiming(
                        duration(values, "lease"),
                        duration(values, "freezeAfter"),
                        duration(values, "acknowledgeWithin"),
                        duration(values, "emptyWithin"),
                        duration(values, "renewEvery")),
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
