package io.atoll.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A storage operation that was not done, with a code, one sentence with the value and the limit, and hints what to do. The
 * message may be shown to people as it is.
 */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StorageProblem problem;
    private final String detail;
    private final transient List<String> hints;

    public StorageException(StorageProblem problem, String detail, String... hints) {
        this(problem, detail, null, hints);
    }

    private StorageException(StorageProblem problem, String detail, @Nullable Throwable cause, String... hints) {
        super(detail, cause);
        this.problem = problem;
        this.detail = detail;
        this.hints = List.of(hints);
    }

    static StorageException io(String doing, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new StorageException(StorageProblem.CANCELLED, doing + " was cancelled.", cause);
        }
        var reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new StorageException(
                StorageProblem.STORAGE_IO,
                "%s failed: %s.".formatted(doing, reason),
                cause,
                "Check that the storage is mounted, writable and has free space.");
    }

    public StorageProblem problem() {
        return problem;
    }

    /** The sentence, the same as the message. */
    public String detail() {
        return detail;
    }

    public List<String> hints() {
        return hints;
    }
}
