package io.atoll.manager.pki.internal;

import io.atoll.manager.platform.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The file in the data folder that says which manager this is. */
final class ManagerIdFile {
    private ManagerIdFile() {}

    static UUID readOrCreate(Path folder, Ids ids) {
        var file = folder.resolve("manager-id");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, ids.next() + "\n", StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException _) {
            // From an earlier start.
        } catch (IOException e) {
            throw new UncheckedIOException("The file %s cannot be made.".formatted(file), e);
        }
        try {
            return UUID.fromString(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("The file %s cannot be read.".formatted(file), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The file %s does not hold a UUID. Remove it to give this manager a new id.".formatted(file), e);
        }
    }
}
