package io.atoll.ha.enforcer.bench;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** Keeps one core and its memory bandwidth busy until it is ended, or the one that started it has gone. */
public final class BusyLoop {
    private static final int WORDS = 1 << 20;

    private BusyLoop() {}

    static void main() {
        var parent = ProcessHandle.current().parent();
        while (parent.isEmpty() || parent.get().isAlive()) {
            var words = new long[WORDS];
            for (var i = 0; i < WORDS; i++) {
                words[i] = ThreadLocalRandom.current().nextLong();
            }
            Arrays.sort(words);
        }
    }
}
