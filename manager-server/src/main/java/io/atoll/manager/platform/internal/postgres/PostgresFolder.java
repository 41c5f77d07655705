package io.atoll.manager.platform.internal.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The files of the embedded server: its data, its configuration, its port, its password. */
final class PostgresFolder {
    private static final String USER = "atoll";
    private static final int PASSWORD_BYTES = 24;

    private final Path root;
    private final Path data;
    private final Path passwordFile;

    PostgresFolder(Path root, Path secrets, String version) {
        this.root = root;
        this.data = root.resolve("data-" + version.substring(0, version.indexOf('.')));
        this.passwordFile = secrets.resolve("postgres-password");
    }

    Path root() {
        return root;
    }

    Path data() {
        return data;
    }

    String user() {
        return USER;
    }

    boolean initialised() {
        return Files.exists(data.resolve("PG_VERSION"));
    }

    /** The password, made on first use. Only the manager's own account can read the file. */
    String password() throws IOException {
        if (!Files.exists(passwordFile)) {
            var bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            writePrivately(passwordFile, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        return Files.readString(passwordFile).strip();
    }

    /** A copy of the password that {@code initdb} can read under its own account. The caller deletes it. */
    Path passwordForInitdb(RunAs runAs) throws IOException {
        Path copy = root.resolve("initdb-password");
        Files.deleteIfExists(copy);
        writePrivately(copy, password());
        runAs.own(copy);
        return copy;
    }

    /** The port of last time if it is free, else another one, which is remembered. */
    int port() throws IOException {
        Path file = root.resolve("port");
        int wanted =
                Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        int port = freePort(wanted).or(() -> freePort(0)).orElseThrow(() -> new IOException("No free TCP port."));
        if (port != wanted) {
            Files.writeString(file, Integer.toString(port));
        }
        return port;
    }

    /** Written anew at each start, so that a new version of the manager brings its settings along. */
    void configure(int port, RunAs runAs) throws IOException {
        var settings = List.of(
                "listen_addresses = '127.0.0.1'",
                "port = " + port,
                "unix_socket_directories = ''",
                "max_connections = 100",
                "shared_buffers = 64MB",
                "max_wal_size = 512MB",
                "fsync = on",
                "synchronous_commit = on",
                "full_page_writes = on",
                "password_encryption = 'scram-sha-256'",
                "jit = off",
                "max_parallel_workers_per_gather = 0",
                "idle_in_transaction_session_timeout = '5min'",
                "timezone = 'UTC'",
                "log_timezone = 'UTC'",
                "log_min_messages = warning",
                "logging_collector = off");
        write(data.resolve("atoll.conf"), String.join("\n", settings) + "\n", runAs);
        Path main = data.resolve("postgresql.conf");
        if (!Files.readString(main).contains("include 'atoll.conf'")) {
            Files.writeString(main, "\ninclude 'atoll.conf'\n", StandardOpenOption.APPEND);
        }
        write(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n", runAs);
    }

    /** The process that has these files open according to them, if there is one. */
    Optional<ProcessHandle> runningServer() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .filter(this::servesThisFolder);
    }

    /** A process id is reused sooner or later; only the command line tells whether it is our server. */
    private boolean servesThisFolder(ProcessHandle process) {
        try {
            String commandLine = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return commandLine.contains("postgres") && commandLine.contains(data.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private static void write(Path file, String text, RunAs runAs) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        writePrivately(fresh, text);
        runAs.own(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static Optional<Integer> freePort(int wanted) {
        try (var probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return Optional.of(probe.getLocalPort());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
