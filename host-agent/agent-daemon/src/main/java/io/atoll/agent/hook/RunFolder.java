package io.atoll.agent.hook;

import io.atoll.agent.identity.AtomicFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of one run, as files: the order, that it has begun, that it is to end, how it ended. Whoever runs it holds the
 * lock until the end of its life, however that comes.
 */
final class RunFolder {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path path;

    RunFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    Path log() {
        return path.resolve("log");
    }

    void order(RunOrder order) throws IOException {
        AtomicFiles.createPrivateFolder(path);
        AtomicFiles.write(path.resolve("order.json"), JSON.writeValueAsBytes(order));
    }

    boolean isOrdered() {
        return Files.exists(path.resolve("order.json"));
    }

    RunOrder order() throws IOException {
        return JSON.readValue(Files.readAllBytes(path.resolve("order.json")), RunOrder.class);
    }

    /** From here on it is never begun a second time. */
    void begin() throws IOException {
        AtomicFiles.write(path.resolve("begun"), "");
    }

    boolean hasBegun() {
        return Files.exists(path.resolve("begun"));
    }

    void cancel() throws IOException {
        AtomicFiles.write(path.resolve("cancel"), "");
    }

    boolean isCancelled() {
        return Files.exists(path.resolve("cancel"));
    }

    void end(RunEnd end) throws IOException {
        AtomicFiles.write(path.resolve("end.json"), JSON.writeValueAsBytes(end));
    }

    Optional<RunEnd> end() throws IOException {
        var file = path.resolve("end.json");
        return Files.exists(file)
                ? Optional.of(JSON.readValue(Files.readAllBytes(file), RunEnd.class))
                : Optional.empty();
    }

    FileChannel lockFile() throws IOException {
        return FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Whether somebody runs it now. */
    boolean isHeld() throws IOException {
        try (var channel = lockFile();
                FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }
}
