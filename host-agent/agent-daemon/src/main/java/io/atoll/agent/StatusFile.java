package io.atoll.agent;

import io.atoll.agent.identity.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a running agent leaves in its run directory for {@code atoll-agent status}. */
record StatusFile(long pid, int port, long writtenAtMs, boolean zookeeperConnected, List<Vm> vms) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    StatusFile {
        vms = List.copyOf(vms);
    }

    /** A VM in one line. */
    record Vm(String id, String name, String state, boolean adopted) {}

    void write(Path runDirectory) throws IOException {
        AtomicFiles.write(file(runDirectory), JSON.writeValueAsBytes(this));
    }

    static Optional<StatusFile> read(Path runDirectory) throws IOException {
        if (!Files.exists(file(runDirectory))) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file(runDirectory)), StatusFile.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Path file(Path runDirectory) {
        return runDirectory.resolve("status.json");
    }
}
