package io.atoll.manager.platform.internal.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Under which account the server runs: Postgres refuses root, so a manager that is root steps down for it. {@code setpriv}
 * also ends the server when the thread that started it is gone, so that a killed manager leaves no orphan.
 *
 * @param uid null when the manager's own account will do
 */
record RunAs(
        @Nullable Integer uid,
        @Nullable Integer gid,
        @Nullable String name) {
    private static final Path ACCOUNTS = Path.of("/etc/passwd");
    private static final List<String> DEFAULT_ACCOUNTS = List.of("atoll-postgres", "nobody");

    static RunAs choose(@Nullable String wanted) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new RunAs(null, null, null);
        }
        var candidates = wanted == null ? DEFAULT_ACCOUNTS : List.of(wanted);
        return candidates.stream()
                .map(RunAs::lookUp)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("""
                        There is no account %s on this machine to run the embedded Postgres under.
                        Maybe set atoll.postgres.account to an unprivileged one, or atoll.postgres.url to a server.""".formatted(String.join(" or ", candidates))));
    }

    private static Optional<RunAs> lookUp(String account) {
        try (Stream<String> lines = Files.lines(ACCOUNTS)) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length >= 4 && fields[0].equals(account) && !fields[2].equals("0"))
                    .findFirst()
                    .map(fields -> new RunAs(Integer.valueOf(fields[2]), Integer.valueOf(fields[3]), account));
        } catch (IOException e) {
            throw new UncheckedIOException("The accounts of this machine cannot be read from " + ACCOUNTS + ".", e);
        }
    }

    /** The command with what is needed in front of it to run under this account and not outlive the manager. */
    List<String> command(List<String> command) {
        var whole = new ArrayList<String>(List.of("setpriv", "--pdeathsig", "TERM", "--no-new-privs"));
        if (uid != null) {
            whole.addAll(List.of("--reuid=" + uid, "--regid=" + gid, "--init-groups"));
        }
        whole.add("--");
        whole.addAll(command);
        return List.copyOf(whole);
    }

    /** Gives a file or folder to this account. */
    void own(Path path) throws IOException {
        if (uid != null && gid != null) {
            Files.setAttribute(path, "unix:uid", uid);
            Files.setAttribute(path, "unix:gid", gid);
        }
    }
}
