package io.atoll.agent.ha;

import io.atoll.ha.facts.FailureCause;
import org.jspecify.annotations.Nullable;

/** The reason in a VM's state node: the cause as a word, a colon, and a sentence for people. */
record FailureReason(FailureCause cause, String sentence) {
    private static final int LONGEST = 400;

    String text() {
        var cut = sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST);
        return cause + ": " + cut;
    }

    /** What another host wrote; a word that nobody knows is a start that failed. */
    static FailureCause cause(@Nullable String text) {
        for (var cause : FailureCause.values()) {
            if (text != null && text.startsWith(cause + ":")) {
                return cause;
            }
        }
        return FailureCause.START_FAILED;
    }
}
