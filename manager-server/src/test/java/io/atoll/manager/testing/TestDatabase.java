package io.atoll.manager.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A fresh, migrated database of a real Postgres for one test class: in a container where a container engine answers, else
 * in the embedded server. One server per JVM; databases are copied from a migrated template.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final int POOL_SIZE = 12;

    private final HikariDataSource dataSource;

    private TestDatabase(HikariDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The database with all migrations applied and nothing in it. */
    public static TestDatabase create() {
        var server = Server.INSTANCE;
        var name = "test_" + MADE.incrementAndGet();
        server.execute("create database " + name + " template " + Server.TEMPLATE);
        return new TestDatabase(server.pool(name, POOL_SIZE));
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource);
    }

    public PlatformTransactionManager transactionManager() {
        return new DataSourceTransactionManager(dataSource);
    }

    public TransactionTemplate transactions() {
        return new TransactionTemplate(transactionManager());
    }

    @Override
    public void close() {
        dataSource.close();
    }

    private record Server(String url, String user, String password) {
        static final String TEMPLATE = "atoll_template";
        static final String IMAGE = System.getProperty("atoll.test.postgres-image", "postgres:18-alpine");
        static final Server INSTANCE = start();

        private static Server start() {
            var server = DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
            server.execute("create database " + TEMPLATE);
            try (var pool = server.pool(TEMPLATE, 2)) {
                Flyway.configure().dataSource(pool).load().migrate();
            }
            return server;
        }

        @SuppressWarnings("resource") // Lives as long as the JVM; the container library removes it.
        private static Server container() {
            var postgres = new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"));
            postgres.start();
            return new Server(
                    "jdbc:postgresql://%s:%d/".formatted(postgres.getHost(), postgres.getFirstMappedPort()),
                    postgres.getUsername(),
                    postgres.getPassword());
        }

        private static Server embedded() {
            try {
                // Nothing of it is to outlive the machine; what must is tested with the manager's own Postgres.
                var postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
                return new Server("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/", "postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException("The embedded Postgres does not start", e);
            }
        }

        private static void close(EmbeddedPostgres postgres) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void execute(String sql) {
            try (var connection = DriverManager.getConnection(url + "postgres", user, password);
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException("Could not run: " + sql, e);
            }
        }

        private HikariDataSource pool(String database, int size) {
            var config = new HikariConfig();
            config.setJdbcUrl(url + database);
            config.setUsername(user);
            config.setPassword(password);
            config.setMaximumPoolSize(size);
            config.setMinimumIdle(1);
            return new HikariDataSource(config);
        }
    }
}
