package io.atoll.agent.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The files that make a host the host it is: {@code agent.json}, written last at enrolment, and {@code tls/}. */
public final class StateDirectory {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path root;

    public StateDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    /** The key, the certificates and the revocation list. */
    public CertificateStore certificates() {
        return new CertificateStore(root.resolve("tls"));
    }

    /** A file or folder of another part of the agent, for example the memory of finished operations. */
    public Path resolve(String name) {
        return root.resolve(name);
    }

    /** The identity, or nothing when this host is not enrolled. */
    public Optional<AgentIdentity> identity() throws IOException {
        var file = identityFile();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), AgentIdentity.class));
        } catch (JacksonException e) {
            throw new IOException(
                    "%s cannot be read (%s). Restore it from a backup, or enrol again with --force."
                            .formatted(file, e.getOriginalMessage()),
                    e);
        }
    }

    /** Makes the enrolment count; everything else must have been written before. */
    public void writeIdentity(AgentIdentity identity) throws IOException {
        AtomicFiles.createPrivateFolder(root);
        AtomicFiles.write(identityFile(), JSON.writeValueAsBytes(identity));
    }

    private Path identityFile() {
        return root.resolve("agent.json");
    }
}
