package io.atoll.ha.enforcer;

import io.atoll.ha.enforcer.EnforcerStatus.WatchdogState;
import io.atoll.ha.os.OpenFlags;
import io.atoll.ha.os.Posix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A hardware watchdog of the kernel's usual interface (Documentation/watchdog/watchdog-api.rst): resets the host unless it
 * gets a sign of life. When its holder dies without saying goodbye it goes on counting. For one thread.
 */
final class Watchdog {
    private static final long WDIOC_SETTIMEOUT = 0xc0045706L;
    private static final long WDIOC_KEEPALIVE = 0x80045705L;
    private static final int CLOSED = -1;

    private final @Nullable Path device;
    private final int timeoutSeconds;
    private final MemorySegment number = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
    private int descriptor = CLOSED;
    private boolean letGo;

    Watchdog(@Nullable Path device, int timeoutSeconds) {
        this.device = device;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** Only one process can have the device; so the writer opens it. */
    void open() {
        if (device == null || descriptor != CLOSED) {
            return;
        }
        try (var arena = Arena.ofConfined()) {
            var opened = Posix.openAt(
                    Posix.CURRENT_DIRECTORY,
                    arena.allocateFrom(device.toString()),
                    OpenFlags.WRITE | OpenFlags.CLOSE_ON_EXEC,
                    0);
            if (opened >= 0) {
                descriptor = opened;
                number.set(ValueLayout.JAVA_INT, 0, timeoutSeconds);
                Posix.control(descriptor, WDIOC_SETTIMEOUT, number);
            }
        }
    }

    void pet() {
        letGo = false;
        if (descriptor != CLOSED) {
            Posix.control(descriptor, WDIOC_KEEPALIVE, number);
        }
    }

    /** From now on nothing keeps the host from being reset, except that petting begins again. */
    void letGo() {
        letGo = true;
    }

    WatchdogState state() {
        if (device == null) {
            return WatchdogState.NONE;
        }
        if (descriptor == CLOSED) {
            return WatchdogState.UNAVAILABLE;
        }
        return letGo ? WatchdogState.LET_GO : WatchdogState.PETTED;
    }

    /** Says goodbye, so that the watchdog stops. */
    void stop() {
        if (descriptor != CLOSED) {
            number.set(ValueLayout.JAVA_BYTE, 0, (byte) 'V');
            Posix.write(descriptor, number, 1, 0);
            Posix.close(descriptor);
            descriptor = CLOSED;
        }
    }
}
