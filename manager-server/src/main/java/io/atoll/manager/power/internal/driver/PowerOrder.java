package io.atoll.manager.power.internal.driver;

/** What a host's power control can be told. */
public enum PowerOrder {
    ON("to switch the host on"),
    SHUT_DOWN("to shut the host down"),
    FORCE_OFF("to cut the host's power");

    private final String words;

    PowerOrder(String words) {
        this.words = words;
    }

    /** After "was asked". */
    public String words() {
        return words;
    }
}
