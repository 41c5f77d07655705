package io.atoll.ha.enforcer;

/** Which of the two enforcers. They do the same. */
public enum Side {
    A(0),
    B(1);

    private final int place;

    Side(int place) {
        this.place = place;
    }

    /** Where its numbers are in the shared state. */
    int place() {
        return place;
    }

    Side other() {
        return this == A ? B : A;
    }
}
