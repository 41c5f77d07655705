package io.atoll.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of the distribution as it calls itself. */
final class OsRelease {
    private OsRelease() {}

    static String prettyName() {
        try (var lines = Files.lines(Path.of("/etc/os-release"))) {
            return lines.filter(line -> line.startsWith("PRETTY_NAME="))
                    .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("Linux");
        } catch (IOException e) {
            return "Linux";
        }
    }
}
