package io.atoll.ha.enforcer;

/** Which of the two enforcers. They do the same. */
public enum Side {
    A,
    B;

    Side other() {
        return this == A ? B : A;
    }
}
