package io.atoll.manager.console.internal;

/** Why a console's WebSocket was closed; the codes are API (RFC 6455, private range from 4000). */
public enum ConsoleEnd {
    /** The VM stopped or the host ended the stream. */
    ENDED(1000),
    MANAGER_STOPS(1001),
    /** The VM runs on another host now: get a new ticket and come again. */
    MOVED(4001),
    HOST_UNREACHABLE(4002),
    NOT_PERMITTED(4003);

    private final int code;

    ConsoleEnd(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
