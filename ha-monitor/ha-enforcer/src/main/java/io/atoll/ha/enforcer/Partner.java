package io.atoll.ha.enforcer;

import io.atoll.ha.enforcer.SharedState.SideField;
import io.atoll.ha.os.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the other enforcer: starts it anew when it has gone, and ends it when it shows no sign of life although this one
 * was looking all the time. A thread of its own, because starting a process takes longer than the watch loop may.
 */
final class Partner {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration TIME_TO_START = Duration.ofSeconds(2);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(8);
    /** So many looks in a row, none of them late, without a sign of life: a second and more. */
    private static final int SILENT_LOOKS = 24;

    private final Path runDirectory;
    private final SharedState state;
    private final Side other;
    private volatile EnforcerLaunch launch;
    private volatile boolean stopped;
    private long heartbeat;
    private int silentLooks;
    private long lastLook;
    private long nextStart;
    private Duration backOff = TIME_TO_START;

    Partner(Path runDirectory, SharedState state, Side other, EnforcerLaunch launch) {
        this.runDirectory = runDirectory;
        this.state = state;
        this.other = other;
        this.launch = launch;
    }

    void start() {
        Thread.ofPlatform().daemon().name("partner").start(this::watch);
    }

    void launch(EnforcerLaunch next) {
        launch = next;
    }

    void stop() {
        stopped = true;
    }

    private void watch() {
        while (!stopped) {
            try {
                look();
            } catch (IOException e) {
                System.err.println("The other enforcer cannot be looked after: " + e.getMessage());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private void look() throws IOException {
        var now = Posix.bootNanos();
        var late = now - lastLook > 3 * LOOK_EVERY.toNanos();
        lastLook = now;
        if (EnforcerProcess.runs(runDirectory, other)) {
            listen(late);
            return;
        }
        silentLooks = 0;
        if (now >= nextStart && !state.shallQuit()) {
            backOff = now - nextStart < LONGEST_BACK_OFF.toNanos() && nextStart != 0 ? doubled() : TIME_TO_START;
            nextStart = now + backOff.toNanos();
            EnforcerProcess.start(runDirectory, launch, other);
        }
    }

    private Duration doubled() {
        var twice = backOff.multipliedBy(2);
        return twice.compareTo(LONGEST_BACK_OFF) < 0 ? twice : LONGEST_BACK_OFF;
    }

    /** A host that stood still as a whole makes both silent; then each look is late, and nobody is blamed. */
    private void listen(boolean late) {
        var heard = state.get(other, SideField.HEARTBEAT);
        if (heard != heartbeat || late) {
            heartbeat = heard;
            silentLooks = 0;
            return;
        }
        silentLooks++;
        if (silentLooks >= SILENT_LOOKS) {
            silentLooks = 0;
            System.err.println("The other enforcer shows no sign of life and is ended.");
            ProcessHandle.of(state.get(other, SideField.PID)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
