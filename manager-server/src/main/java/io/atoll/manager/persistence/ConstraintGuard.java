package io.atoll.manager.persistence;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/** Turns the database's "no" about a name or a reference, which also holds among racing requests, into ours. */
public final class ConstraintGuard {
    private ConstraintGuard() {}

    public static void unique(String kind, String name, Runnable write) {
        unique(kind, name, () -> {
            write.run();
            return true;
        });
    }

    public static <T> T unique(String kind, String name, Supplier<T> write) {
        try {
            return write.get();
        } catch (ConstraintViolationException | DataIntegrityViolationException e) {
            if (violates(e, "_name_taken")) {
                throw new AtollException(
                        ErrorCode.NAME_TAKEN,
                        "A %s named \"%s\" exists already; upper and lower case do not make a difference."
                                .formatted(kind, name));
            }
            throw e;
        }
    }

    /** For deletions: something came to use the object after we looked. */
    public static void unused(ErrorCode code, String kind, String name, Runnable write) {
        try {
            write.run();
        } catch (ConstraintViolationException | DataIntegrityViolationException _) {
            throw new AtollException(code, "The %s %s is in use.".formatted(kind, name));
        }
    }

    public static boolean violates(Throwable e, String constraintSuffix) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation) {
                var constraint = violation.getConstraintName();
                return constraint != null && constraint.endsWith(constraintSuffix);
            }
        }
        return false;
    }
}
