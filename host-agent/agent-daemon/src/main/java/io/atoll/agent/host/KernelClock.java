package io.atoll.agent.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Whether something keeps the kernel's clock right, asked by {@code adjtimex(2)}: works with every NTP program. */
final class KernelClock {
    private static final long TIMEX_BYTES = 208;
    private static final int UNSYNCHRONISED = 5; // TIME_ERROR

    private KernelClock() {}

    /** Empty when the kernel cannot be asked. */
    @SuppressWarnings("restricted") // The launch script allows native access; without it the answer is empty.
    static Optional<Boolean> synchronised() {
        try (var arena = Arena.ofConfined()) {
            var linker = Linker.nativeLinker();
            var symbol = linker.defaultLookup().find("adjtimex");
            if (symbol.isEmpty()) {
                return Optional.empty();
            }
            var call = linker.downcallHandle(
                    symbol.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            var timex = arena.allocate(MemoryLayout.sequenceLayout(TIMEX_BYTES, ValueLayout.JAVA_BYTE));
            timex.fill((byte) 0); // modes 0: only read
            var state = (int) call.invokeExact(timex);
            return state < 0 ? Optional.empty() : Optional.of(state != UNSYNCHRONISED);
        } catch (Throwable e) {
            return Optional.empty();
        }
    }
}
