package io.atoll.hypervisor.qmp;

import org.jspecify.annotations.Nullable;

/** A command that did not get its answer. */
public final class QmpException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why there is no answer. */
    public enum Kind {
        /** QEMU answered with an error; the message is QEMU's own sentence. */
        REFUSED,
        /** QEMU did not answer in time; whether the command had an effect is unknown. */
        TIMEOUT,
        /** The connection is gone; whether the command had an effect is unknown. */
        LOST
    }

    private final Kind kind;

    QmpException(Kind kind, String message) {
        this(kind, message, null);
    }

    QmpException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** There is no connection to ask. */
    public static QmpException notConnected(String peer, String command) {
        return new QmpException(Kind.LOST, "There is no connection to %s for '%s'.".formatted(peer, command));
    }

    public Kind kind() {
        return kind;
    }
}
