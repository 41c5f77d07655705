package io.atoll.manager.identity;

/** Tells whether a caller that was let in earlier would still be let in, for connections that stay open. */
public interface CallerCheck {
    /**
     * False once the session has ended, the token has been withdrawn or has expired, or the user has been disabled or has
     * another role than {@code caller} says.
     */
    boolean stillValid(Caller caller);
}
