package io.atoll.agent.zookeeper;

import io.atoll.agent.identity.AtomicFiles;
import io.atoll.ha.zk.server.EnsembleMember;
import io.atoll.ha.zk.server.EnsembleSettings;
import io.atoll.model.HostId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code zookeeper/ensemble.json} in the agent's state: which hosts run the ensemble, and where its data is. */
final class EnsembleFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;

    EnsembleFile(Path folder) {
        this.folder = folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Nothing: this host runs no ZooKeeper server. */
    Optional<EnsembleSettings> read(HostId self) throws IOException {
        if (!Files.exists(file())) {
            return Optional.empty();
        }
        try {
            var content = JSON.readValue(Files.readAllBytes(file()), Content.class);
            var members = content.members.stream()
                    .map(member -> new EnsembleMember(member.number, HostId.parse(member.host), member.address))
                    .toList();
            return Optional.of(new EnsembleSettings(self, members, content.clientPort, data()));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException("%s cannot be used: %s".formatted(file(), e.getMessage()), e);
        }
    }

    void write(EnsembleSettings settings) throws IOException {
        var members = settings.members().stream()
                .map(member -> new Member(member.number(), member.host().toString(), member.address()))
                .toList();
        AtomicFiles.write(file(), JSON.writeValueAsBytes(new Content(settings.clientPort(), members)));
    }

    private Path file() {
        return folder.resolve("ensemble.json");
    }

    /** The file's content. */
    record Content(int clientPort, List<Member> members) {}

    /** A member in the file. */
    record Member(int number, String host, String address) {}
}
