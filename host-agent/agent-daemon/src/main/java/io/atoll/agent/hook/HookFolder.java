package io.atoll.agent.hook;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The folder in which a host's administrator puts programs that a manager may have run by their names. Whoever could change one
 * of them could make the manager's next order their own, so nobody but the owner may write to a program, the folder or a folder
 * above it.
 */
public final class HookFolder {
    /** Where it is on every host. */
    public static final Path PLACE = Path.of("/etc/atoll/hooks");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int ROOT = 0;
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int REGULAR = 0100000;
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int RUN_BY_OWNER = 0100;

    private final Path folder;
    private final int owner;

    /** In a folder that, as everything in it, must belong to the user with this id; 0 on real hosts. */
    public HookFolder(Path folder, int owner) {
        this.folder = folder.toAbsolutePath().normalize();
        this.owner = owner;
    }

    /** The program's path, if it is one that may be run; otherwise refuses and says what is in the way. */
    public Path require(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException(
                    RefusalCode.VALIDATION_FAILED,
                    "The hook's name (%d characters) must be 1 to 63 of a-z 0-9 and -, and begin with a letter or digit."
                            .formatted(name.length()));
        }
        try {
            requireFolder();
            var program = folder.resolve(name);
            requireProgram(program, attributes(program));
            return program;
        } catch (NoSuchFileException _) {
            throw new RefusedException(
                    RefusalCode.HOOK_NOT_FOUND,
                    "This host has no hook %s in %s.".formatted(name, folder),
                    "Put an executable of that name there, owned by root, or name another hook.");
        } catch (IOException e) {
            throw new RefusedException(
                    RefusalCode.HOOK_REFUSED,
                    "The hook %s in %s cannot be looked at: %s.".formatted(name, folder, e.getMessage()),
                    e);
        }
    }

    private void requireFolder() throws IOException {
        for (var one = folder; one != null; one = one.getParent()) {
            var found = attributes(one);
            if ((found.mode & TYPE) != FOLDER) {
                throw refused(one, "is no folder, or a link to one");
            }
            if (found.uid != owner && (one.equals(folder) || found.uid != ROOT)) {
                throw refused(one, "belongs to user %d, and must belong to user %d".formatted(found.uid, owner));
            }
            var sharedAsTemporary = !one.equals(folder) && (found.mode & STICKY) != 0;
            if ((found.mode & WRITABLE_BY_OTHERS) != 0 && !sharedAsTemporary) {
                throw refused(one, "can be written to by others than its owner (mode %o)".formatted(found.rights()));
            }
        }
    }

    private void requireProgram(Path program, Found found) {
        if ((found.mode & TYPE) != REGULAR) {
            throw refused(program, "is no regular file; links and folders are not run");
        }
        if (found.uid != owner) {
            throw refused(program, "belongs to user %d, and must belong to user %d".formatted(found.uid, owner));
        }
        if ((found.mode & WRITABLE_BY_OTHERS) != 0) {
            throw refused(program, "can be written to by others than its owner (mode %o)".formatted(found.rights()));
        }
        if ((found.mode & RUN_BY_OWNER) == 0) {
            throw refused(program, "is not executable (mode %o)".formatted(found.rights()));
        }
    }

    private static RefusedException refused(Path what, String why) {
        return new RefusedException(
                RefusalCode.HOOK_REFUSED,
                "%s %s.".formatted(what, why),
                "Hooks are regular, executable files that belong to root, in folders of root's that nobody else can write to.");
    }

    private record Found(int uid, int mode) {
        int rights() {
            return mode & ~TYPE;
        }
    }

    private static int number(Path path, String attribute) throws IOException {
        return Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS) instanceof Integer number ? number : -1;
    }

    private static Found attributes(Path path) throws IOException {
        return new Found(number(path, "unix:uid"), number(path, "unix:mode"));
    }
}
