package io.atoll.manager.system.internal;

import io.atoll.manager.platform.HealthCheck;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Whether Postgres answers. */
@Component
class DatabaseHealth implements HealthCheck {
    private static final int LIMIT_SECONDS = 2;

    private final DataSource dataSource;

    DatabaseHealth(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public Health check() {
        try (var connection = dataSource.getConnection()) {
            return connection.isValid(LIMIT_SECONDS)
                    ? new Health(true, "The database answers.")
                    : new Health(false, "The database does not answer within %d s.".formatted(LIMIT_SECONDS));
        } catch (SQLException e) {
            return new Health(false, "No connection to the database can be had.");
        }
    }
}
