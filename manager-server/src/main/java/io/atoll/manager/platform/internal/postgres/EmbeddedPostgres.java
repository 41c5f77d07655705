package io.atoll.manager.platform.internal.postgres;

import io.atoll.manager.platform.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the embedded server for as long as the manager runs. A server left behind by a killed manager is stopped cleanly
 * first; one that was killed itself recovers from its log before it accepts connections.
 */
final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "atoll";
    private static final int CONNECT_POLL_MS = 50;
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(3);

    private final DataDirectory dataDirectory;
    private final PostgresProperties properties;
    private final String version;
    private @Nullable ServerProcess server;
    private @Nullable PostgresBinaries binaries;
    private @Nullable RunAs runAs;
    private @Nullable PostgresFolder folder;

    EmbeddedPostgres(DataDirectory dataDirectory, PostgresProperties properties, String version) {
        this.dataDirectory = dataDirectory;
        this.properties = properties;
        this.version = version;
    }

    /** Starts the server and answers how to reach it once it accepts connections. */
    synchronized DatabaseAccess start() {
        try {
            var account = RunAs.choose(properties.account());
            Path root = dataDirectory.part("postgres");
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
            var programs = PostgresBinaries.below(root, version);
            var files = new PostgresFolder(root, dataDirectory.secrets(), version);
            runAs = account;
            binaries = programs;
            folder = files;
            stopOrphan(files, programs, account);
            if (!files.initialised()) {
                initialise(files, programs, account);
            }
            int port = files.port();
            files.configure(port, account);
            launch(port, files, programs, account);
            return new DatabaseAccess(url(port, DATABASE), files.user(), files.password());
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded Postgres cannot be started: " + e.getMessage(), e);
        }
    }

    private void launch(int port, PostgresFolder files, PostgresBinaries programs, RunAs account) throws IOException {
        var process = ServerProcess.start(
                account.command(
                        List.of(programs.program("postgres"), "-D", files.data().toString())),
                files.root());
        server = process;
        awaitReady(process, port, files);
        LOG.info("embedded Postgres {} is ready on 127.0.0.1:{}", version, port);
        process.onEnd(() -> restart(process, port));
    }

    /** The server ended although nobody asked it to (killed, out of memory): bring it back on the port clients know. */
    private synchronized void restart(ServerProcess ended, int port) {
        if (server != ended || folder == null || binaries == null || runAs == null) {
            return;
        }
        LOG.warn("the embedded Postgres ended by itself, starting it again. It said: {}", ended.lastWords());
        try {
            launch(port, folder, binaries, runAs);
        } catch (IOException e) {
            LOG.error("the embedded Postgres cannot be started again. Restart the manager once this is cured", e);
        }
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    private void initialise(PostgresFolder files, PostgresBinaries programs, RunAs account) throws IOException {
        LOG.info("making a new database in {}", files.data());
        // A folder left by an initdb that was interrupted holds nothing of value: PG_VERSION is not there.
        PostgresBinaries.deleteTree(files.data());
        Files.createDirectory(
                files.data(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(files.data());
        Path password = files.passwordForInitdb(account);
        try {
            run(
                    account.command(List.of(
                            programs.program("initdb"),
                            "--pgdata=" + files.data(),
                            "--username=" + files.user(),
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--data-checksums")),
                    INITDB_LIMIT);
        } catch (IOException e) {
            PostgresBinaries.deleteTree(files.data());
            throw e;
        } finally {
            Files.deleteIfExists(password);
        }
    }

    private void stopOrphan(PostgresFolder files, PostgresBinaries programs, RunAs account) throws IOException {
        Optional<ProcessHandle> orphan = files.runningServer();
        if (orphan.isEmpty()) {
            return;
        }
        LOG.warn(
                "a Postgres of an earlier manager still runs (pid {}), stopping it",
                orphan.get().pid());
        stopWithPgCtl(files, programs, account);
        if (files.runningServer().isPresent()) {
            throw new IOException("another Postgres (pid %d) uses %s and does not stop."
                    .formatted(orphan.get().pid(), files.data()));
        }
    }

    private void stopWithPgCtl(PostgresFolder files, PostgresBinaries programs, RunAs account) throws IOException {
        Duration limit = properties.stopLimit();
        run(
                account.command(List.of(
                        programs.program("pg_ctl"),
                        "stop",
                        "--mode=fast",
                        "--wait",
                        "--timeout=" + limit.toSeconds(),
                        "--pgdata=" + files.data())),
                limit.plusSeconds(5));
    }

    private void awaitReady(ServerProcess process, int port, PostgresFolder files) throws IOException {
        long deadline = System.nanoTime() + properties.startLimit().toNanos();
        SQLException last = null;
        while (System.nanoTime() < deadline) {
            if (process.hasEnded()) {
                throw new IOException("it ended at once. It said: " + process.lastWords());
            }
            try (Connection connection = connect(port, files)) {
                createDatabase(connection);
                return;
            } catch (SQLException e) {
                last = e;
                process.awaitEnd(Duration.ofMillis(CONNECT_POLL_MS));
            }
        }
        throw new IOException(
                "it did not accept connections within %s (atoll.postgres.start-limit)."
                        .formatted(properties.startLimit()),
                last);
    }

    private static Connection connect(int port, PostgresFolder files) throws SQLException, IOException {
        var login = new Properties();
        login.setProperty("user", files.user());
        login.setProperty("password", files.password());
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(url(port, "postgres"), login);
    }

    private static void createDatabase(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            boolean there;
            try (var rows = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                there = rows.next();
            }
            if (!there) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    /** Runs a program to its end; its output is the message when it fails. */
    private static void run(List<String> command, Duration limit) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new OutputTail(process.getInputStream());
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("%s did not end within %s.".formatted(command, limit));
            }
            if (process.exitValue() != 0) {
                throw new IOException("%s ended with %d: %s".formatted(command, process.exitValue(), output.text()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + command, e);
        }
    }

    @Override
    public synchronized void close() {
        var process = server;
        if (process == null || folder == null || binaries == null || runAs == null) {
            return;
        }
        server = null;
        try {
            stopWithPgCtl(folder, binaries, runAs);
        } catch (IOException e) {
            LOG.warn("the embedded Postgres did not stop in order and will recover at its next start", e);
            process.kill();
        }
    }
}
