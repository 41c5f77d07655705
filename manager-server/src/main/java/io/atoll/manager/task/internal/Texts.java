package io.atoll.manager.task.internal;

/** Keeps texts from handlers and agents short enough for a list. */
final class Texts {
    private static final int LONGEST = 2_000;

    private Texts() {}

    static String shortened(String text) {
        // Postgres text cannot hold a zero character, and what an agent sends may contain one.
        var clean = text.replace("\u0000", "");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST - 1) + "…";
    }
}
