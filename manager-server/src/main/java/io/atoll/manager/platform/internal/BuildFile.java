package io.atoll.manager.platform.internal;

import io.atoll.manager.platform.BuildInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Reads the versions the build wrote down. */
public final class BuildFile {
    private BuildFile() {}

    public static BuildInfo read() {
        try (var file = BuildFile.class.getResourceAsStream("build.properties")) {
            var properties = new Properties();
            properties.load(Objects.requireNonNull(file, "build.properties is missing from the build"));
            return new BuildInfo(properties.getProperty("version"), properties.getProperty("postgres.version"));
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties cannot be read.", e);
        }
    }
}
