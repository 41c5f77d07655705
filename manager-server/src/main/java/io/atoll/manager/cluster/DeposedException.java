package io.atoll.manager.cluster;

import io.atoll.model.LeaderEpoch;

/** This manager wrote as a leader it no longer is; nothing of its transaction may stay. */
public final class DeposedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeposedException(LeaderEpoch mine, LeaderEpoch current) {
        super("This manager led with epoch %s; epoch %s leads now.".formatted(mine, current));
    }
}
