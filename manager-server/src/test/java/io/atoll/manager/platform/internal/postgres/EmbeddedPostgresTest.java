package io.atoll.manager.platform.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.platform.DataDirectory;
import io.atoll.manager.platform.internal.BuildFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of the embedded server: safe settings, data that survives, no orphans. */
class EmbeddedPostgresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private @Nullable EmbeddedPostgres running;

    @BeforeEach
    void letTheServersAccountPass() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void startsSafelyAndKeepsItsDataOverARestart() throws Exception {
        DatabaseAccess first = start();
        try (var connection = connect(first)) {
            assertThat(value(connection, "show fsync")).isEqualTo("on");
            assertThat(value(connection, "show synchronous_commit")).isEqualTo("on");
            assertThat(value(connection, "show data_checksums")).isEqualTo("on");
            assertThat(value(connection, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(value(connection, "show unix_socket_directories")).isEmpty();
            assertThat(value(connection, "select datcollate from pg_database where datname = 'atoll'"))
                    .isEqualTo("C");
            execute(connection, "create table kept (n int)");
            execute(connection, "insert into kept values (42)");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(first.url(), first.user(), "wrong"))
                .isInstanceOf(SQLException.class);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("secrets/postgres-password"))))
                .isEqualTo("rw-------");
        stop();

        DatabaseAccess second = start();
        assertThat(second).isEqualTo(first);
        try (var connection = connect(second)) {
            assertThat(value(connection, "select n from kept")).isEqualTo("42");
        }
    }

    @Test
    void recoversAfterBeingKilledAndComesBackByItself() throws Exception {
        DatabaseAccess access = start();
        try (var connection = connect(access)) {
            execute(connection, "create table kept (n int)");
            execute(connection, "insert into kept select generate_series(1, 1000)");
        }
        long pid = postmaster();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            try (var connection = connect(access)) {
                assertThat(value(connection, "select count(*) from kept")).isEqualTo("1000");
            }
        });
        assertThat(postmaster()).isNotEqualTo(pid);
    }

    @Test
    void endsWithTheProcessThatStartedIt() throws Exception {
        start();
        stop();
        // A JVM of its own starts the server and is then killed, as a manager would be.
        var manager = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartAndStay.class.getName(),
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("manager.log").toFile())
                .start();
        try {
            await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("started")));
            long pid = postmaster();
            assertThat(ProcessHandle.of(pid)).isPresent();
            manager.destroyForcibly();
            await().atMost(PATIENCE)
                    .until(() ->
                            ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        } finally {
            manager.destroyForcibly();
            assertThat(manager.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void stopsAnOrphanBeforeItStarts() throws Exception {
        DatabaseAccess access = start();
        stop();
        Path bin = find("bin-*").resolve("bin/postgres");
        var command = RunAs.choose(null)
                .command(List.of(bin.toString(), "-D", find("data-*").toString()));
        var orphan = new ProcessBuilder(command).inheritIO().start();
        try {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                connect(access).close();
                return true;
            });

            assertThat(start().url()).isEqualTo(access.url());
            assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(orphan.exitValue()).as("exit status of an orderly end").isZero();
        } finally {
            orphan.destroyForcibly();
        }
    }

    private DatabaseAccess start() {
        var postgres = postgres(folder);
        running = postgres;
        return postgres.start();
    }

    static EmbeddedPostgres postgres(Path folder) {
        var properties = new PostgresProperties(null, null, null, null, Duration.ofSeconds(60), Duration.ofSeconds(20));
        return new EmbeddedPostgres(
                new Folder(folder), properties, BuildFile.read().postgresVersion());
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(find("data-*").resolve("postmaster.pid"))
                .getFirst()
                .strip());
    }

    private Path find(String pattern) throws IOException {
        try (var found = Files.newDirectoryStream(folder.resolve("postgres"), pattern)) {
            return found.iterator().next();
        }
    }

    private static Connection connect(DatabaseAccess access) throws SQLException {
        return DriverManager.getConnection(access.url(), access.user(), access.secret());
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A data directory without the checks of the real one. */
    record Folder(Path root) implements DataDirectory {
        @Override
        public Path secrets() {
            return part("secrets");
        }

        @Override
        public Path part(String name) {
            try {
                return Files.createDirectories(root.resolve(name));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
