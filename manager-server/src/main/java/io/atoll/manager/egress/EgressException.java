package io.atoll.manager.egress;

/** Why a URL was not fetched. The message is for the person who gave the URL and holds nothing internal. */
public final class EgressException extends Exception {
    /** The kinds of no. */
    public enum Reason {
        /** The URL itself cannot be used. */
        URL_REFUSED,
        /** It leads to an address that the administrator keeps closed. */
        ADDRESS_REFUSED,
        /** The other side did not give what was asked. */
        TRANSFER_FAILED,
        /** A limit on size, time or slowness was reached. */
        LIMIT_REACHED,
        /** The bytes came but could not be written. */
        STORE_FAILED,
        /** The caller asked to stop. */
        CANCELLED
    }

    private final Reason reason;

    public EgressException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
