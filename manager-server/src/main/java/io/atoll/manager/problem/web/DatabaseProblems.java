package io.atoll.manager.problem.web;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * What the database says, as clients may hear it. Constraints are named for the refusal they stand for: a unique index whose
 * name ends in {@code _name_taken} is NAME_TAKEN.
 */
final class DatabaseProblems {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String CONNECTION_CLASS = "08";
    private static final String OPERATOR_INTERVENTION_CLASS = "57";
    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(2);

    private DatabaseProblems() {}

    /** Null when it is not one of the cases that can happen to a correct manager. */
    static @Nullable AtollException translate(Throwable e) {
        if (e instanceof OptimisticLockingFailureException) {
            return new AtollException(
                    ErrorCode.REVISION_MISMATCH,
                    "The object was changed meanwhile. Read it again and repeat the change.");
        }
        SQLException sql = find(e);
        if (sql != null && sql.getSQLState() != null) {
            AtollException known = bySqlState(sql, sql.getSQLState());
            if (known != null) {
                return known;
            }
        }
        boolean away = e instanceof CannotCreateTransactionException || e instanceof DataAccessResourceFailureException;
        return away ? databaseAway() : null;
    }

    private static @Nullable AtollException bySqlState(SQLException e, String state) {
        if (state.startsWith(CONNECTION_CLASS) || state.startsWith(OPERATOR_INTERVENTION_CLASS)) {
            return databaseAway();
        }
        return switch (state) {
            case UNIQUE_VIOLATION ->
                constraint(e).endsWith("_name_taken")
                        ? new AtollException(
                                ErrorCode.NAME_TAKEN, "Another object of this kind has this name. Choose another.")
                        : new AtollException(ErrorCode.CONFLICT, "The same was done a moment ago. Read it again.");
            case FOREIGN_KEY_VIOLATION ->
                new AtollException(ErrorCode.IN_USE, "Something refers to the object, or what it refers to has gone.");
            case SERIALIZATION_FAILURE, DEADLOCK ->
                AtollException.retryLater(
                        ErrorCode.NOT_READY, "Two changes got in each other's way. Try again.", Duration.ofSeconds(1));
            default -> null;
        };
    }

    private static AtollException databaseAway() {
        return AtollException.retryLater(
                ErrorCode.NOT_READY, "The database cannot be reached right now. Try again.", DATABASE_PAUSE);
    }

    private static String constraint(SQLException e) {
        ServerErrorMessage message = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String name = message == null ? null : message.getConstraint();
        return name == null ? "" : name;
    }

    private static @Nullable SQLException find(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
