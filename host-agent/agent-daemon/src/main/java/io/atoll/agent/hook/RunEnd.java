package io.atoll.agent.hook;

import java.util.List;

/**
 * How a run ended.
 *
 * @param exitCode 128 and the signal's number where a signal ended it
 * @param timedOut it was killed at its deadline
 * @param cancelled it was killed since nobody wanted it any more
 * @param lastLines the last 8 KiB of its output
 * @param outputCut there was more output than that
 */
public record RunEnd(
        int exitCode, boolean timedOut, boolean cancelled, List<String> lastLines, boolean outputCut, long durationMs) {
    public RunEnd {
        lastLines = List.copyOf(lastLines);
    }
}
