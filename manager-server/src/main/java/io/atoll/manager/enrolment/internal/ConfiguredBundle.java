package io.atoll.manager.enrolment.internal;

import io.atoll.manager.enrolment.AgentBundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The configured file; its digest is worked out again when the file has changed. */
@Service
class ConfiguredBundle implements AgentBundle {
    private final EnrolmentProperties properties;
    private @Nullable Known known;

    ConfiguredBundle(EnrolmentProperties properties) {
        this.properties = properties;
    }

    @Override
    public synchronized Optional<Bundle> current() {
        var file = properties.agentBundle();
        if (file == null || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            var size = Files.size(file);
            var changedAt = Files.getLastModifiedTime(file);
            if (known == null || known.bundle.sizeBytes() != size || !known.changedAt.equals(changedAt)) {
                known = new Known(new Bundle(file, size, sha256(file)), changedAt);
            }
            return Optional.of(known.bundle);
        } catch (IOException e) {
            throw new UncheckedIOException("The agent bundle %s cannot be read.".formatted(file), e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 16];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is not available in this Java runtime.", e);
        }
    }

    private record Known(Bundle bundle, FileTime changedAt) {}
}
