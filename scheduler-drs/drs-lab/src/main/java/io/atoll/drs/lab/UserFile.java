package io.atoll.drs.lab;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A file that the command line names; what is wrong with it is told with its name and with what to do. */
public final class UserFile {
    private final Path path;

    private UserFile(Path path) {
        this.path = path;
    }

    /**
     * The file of that name.
     *
     * @throws BadInput where a file cannot have it
     */
    public static UserFile named(String name) {
        try {
            if (!name.isEmpty()) {
                return new UserFile(Path.of(name));
            }
        } catch (InvalidPathException refused) {
            throw new BadInput(
                    ErrorCode.FILE,
                    BadInput.quote(name),
                    "%s cannot be the name of a file: %s. Give another."
                            .formatted(BadInput.quote(name), refused.getReason()));
        }
        throw new BadInput(ErrorCode.FILE, "\"\"", "The name of a file is empty. Give the name of one.");
    }

    /**
     * What is in the file, unzipped.
     *
     * @throws BadInput where it cannot be read, or is not the gzip that it begins as
     */
    public byte[] read() {
        if (Files.isDirectory(path)) {
            throw trouble("%s cannot be read: it is a folder. Name a file.");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException absent) {
            throw trouble("There is no file %s. Check its name and the folder you are in.");
        } catch (AccessDeniedException denied) {
            throw trouble("%s may not be read by this user. Change its permissions or ask its owner.");
        } catch (IOException other) {
            throw trouble("%s cannot be read: " + reason(other) + ".");
        }
        if (bytes.length < 2 || bytes[0] != (byte) 0x1F || bytes[1] != (byte) 0x8B) {
            return bytes;
        }
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return unzipped.readAllBytes();
        } catch (IOException broken) {
            throw new BadInput(
                    ErrorCode.MALFORMED, path.toString(), "The file is not proper gzip: " + broken.getMessage());
        }
    }

    /**
     * Refuses what cannot be written, before long work is done for it.
     *
     * @throws BadInput where there is no such folder, or a folder is in the place of the file, or the user may not write there
     */
    public void checkWritable() {
        if (Files.isDirectory(path)) {
            throw trouble("%s cannot be written: it is a folder. Name a file in it.");
        }
        if (isSpecial()) {
            return;
        }
        var folder = folder();
        if (!Files.isDirectory(folder)) {
            throw trouble(
                    Files.exists(folder)
                            ? "%s cannot be written: " + quoted(folder) + " is no folder. Name another file."
                            : "%s cannot be written: there is no folder " + quoted(folder)
                                    + ". Make it or name another file.");
        }
        if (!Files.isWritable(folder)) {
            throw trouble("%s cannot be written: this user may not make files in the folder " + quoted(folder)
                    + ". Name another.");
        }
    }

    /**
     * Writes a text: all of it or nothing.
     *
     * @throws BadInput as {@link #checkWritable}, or where there is no room
     */
    public void write(String text) {
        checkWritable();
        @Nullable Path unfinished = null;
        try {
            if (isSpecial()) {
                Files.writeString(path, text);
                return;
            }
            // A link stays one: what it leads to is replaced.
            var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            unfinished = target.resolveSibling(
                    "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
            Files.write(
                    unfinished,
                    text.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException other) {
            throw trouble("%s cannot be written: " + reason(other) + ". Name another file or make room.");
        } finally {
            remove(unfinished);
        }
    }

    /** A pipe or a device, which nothing can be put in the place of. */
    public boolean isSpecial() {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private static void remove(@Nullable Path unfinished) {
        if (unfinished != null) {
            try {
                Files.deleteIfExists(unfinished);
            } catch (IOException stays) {
                // The trouble that left it there is what the user is told.
            }
        }
    }

    private Path folder() {
        try {
            var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            var folder = target.getParent();
            return folder == null ? target : folder;
        } catch (IOException unreadable) {
            throw trouble("%s cannot be written: " + reason(unreadable) + ".");
        }
    }

    /** What the system says, without the name of the file and of a Java class. */
    private static String reason(IOException trouble) {
        var said = trouble instanceof FileSystemException file ? file.getReason() : trouble.getMessage();
        return said == null ? "the system says no more" : said;
    }

    private static String quoted(Path path) {
        return BadInput.quote(path.toString());
    }

    private BadInput trouble(String message) {
        // Only the first: a name in the rest may hold anything.
        return new BadInput(
                ErrorCode.FILE, path.toString(), message.replaceFirst("%s", Matcher.quoteReplacement(quoted(path))));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
