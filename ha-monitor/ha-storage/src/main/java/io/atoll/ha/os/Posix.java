package io.atoll.ha.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Calls of the C library on 64-bit Linux. Whatever can fail answers the negative error number then. A call that is
 * interrupted by a signal is made again. No call here allocates on the heap once its thread has made one before.
 */
@SuppressWarnings("restricted") // Whoever runs this allows native access to it on the command line.
public final class Posix {
    public static final int LOCK_EXCLUSIVE_NOW = 2 | 4;
    public static final int UNLOCK = 8;

    private static final int CLOCK_BOOTTIME = 7;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7ff;
    private static final int STATX_BYTES = 256;
    private static final int STATX_LINKS = 16;
    private static final int STATX_MODE = 28;
    private static final int STATX_SIZE = 40;
    private static final int TYPE_MASK = 0xf000;
    private static final int TYPE_REGULAR = 0x8000;
    private static final int F_OFD_SETLK = 37;
    private static final int FLOCK_BYTES = 32;
    private static final int FLOCK_LENGTH = 16;
    private static final short F_WRLCK = 1;
    private static final int MCL_CURRENT_AND_FUTURE = 1 | 2;
    private static final int SCHED_FIFO = 1;
    private static final int SIGNAL_KILL = 9;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_OF =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle CLOCK_GETTIME =
            plain("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle OPENAT =
            variadic("openat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 3);
    private static final MethodHandle CLOSE = failing("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle PREAD =
            failing("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle PWRITE =
            failing("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle FSYNC = failing("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle MKDIRAT =
            failing("mkdirat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle UNLINKAT =
            failing("unlinkat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RENAMEAT =
            failing("renameat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle STATX =
            failing("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle FLOCK = failing("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FCNTL =
            variadic("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), 2);
    private static final MethodHandle IOCTL =
            variadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
    private static final MethodHandle MLOCKALL = failing("mlockall", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle MUNLOCK =
            failing("munlock", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SCHED_SETSCHEDULER =
            failing("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle KILL = failing("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SETSID = failing("setsid", FunctionDescriptor.of(JAVA_INT));

    /** Room for one call's error number, time and structures; each thread has its own, for ever. */
    private record Scratch(MemorySegment state, MemorySegment words) {
        static Scratch make() {
            var arena = Arena.ofAuto();
            return new Scratch(
                    arena.allocate(Linker.Option.captureStateLayout()), arena.allocate(STATX_BYTES, Long.BYTES));
        }
    }

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::make);
    private static final MemorySegment EMPTY_TEXT = Arena.global().allocateFrom("");

    private Posix() {}

    /** Nanoseconds since the host's boot, suspended time included. */
    public static long bootNanos() {
        var words = SCRATCH.get().words;
        try {
            var failed = (int) CLOCK_GETTIME.invokeExact(CLOCK_BOOTTIME, words);
            if (failed != 0) {
                throw new IllegalStateException("This kernel has no CLOCK_BOOTTIME.");
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return words.get(JAVA_LONG, 0) * 1_000_000_000L + words.get(JAVA_LONG, Long.BYTES);
    }

    /** A file descriptor. {@code directory} may be {@link #CURRENT_DIRECTORY}. */
    public static int openAt(int directory, MemorySegment name, int flags, int mode) {
        var scratch = SCRATCH.get();
        try {
            int result;
            do {
                result = errnoOr((int) OPENAT.invokeExact(scratch.state, directory, name, flags, mode), scratch.state);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** For {@link #openAt} with an absolute path. */
    public static final int CURRENT_DIRECTORY = -100;

    public static int close(int descriptor) {
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) CLOSE.invokeExact(state, descriptor), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Bytes read. */
    public static long read(int descriptor, MemorySegment into, long bytes, long offset) {
        return transfer(PREAD, descriptor, into, bytes, offset);
    }

    /** Bytes written. */
    public static long write(int descriptor, MemorySegment from, long bytes, long offset) {
        return transfer(PWRITE, descriptor, from, bytes, offset);
    }

    private static long transfer(MethodHandle call, int descriptor, MemorySegment data, long bytes, long offset) {
        var state = SCRATCH.get().state;
        try {
            while (true) {
                var count = (long) call.invokeExact(state, descriptor, data, bytes, offset);
                if (count >= 0) {
                    return count;
                }
                var error = (int) ERRNO_OF.get(state, 0L);
                if (error != Errno.EINTR) {
                    return -error;
                }
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int sync(int descriptor) {
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) FSYNC.invokeExact(state, descriptor), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int makeDirectoryAt(int directory, MemorySegment name, int mode) {
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) MKDIRAT.invokeExact(state, directory, name, mode), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int unlinkAt(int directory, MemorySegment name) {
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) UNLINKAT.invokeExact(state, directory, name, 0), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int renameAt(int directory, MemorySegment from, MemorySegment to) {
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) RENAMEAT.invokeExact(state, directory, from, directory, to), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** 0 when the open file is a regular one with a single name, else {@link Errno#ELOOP} or another negative number. */
    public static int requireOrdinaryFile(int descriptor) {
        var scratch = SCRATCH.get();
        var failed = statx(scratch, descriptor);
        if (failed < 0) {
            return failed;
        }
        var regular =
                (scratch.words.get(java.lang.foreign.ValueLayout.JAVA_SHORT, STATX_MODE) & TYPE_MASK) == TYPE_REGULAR;
        return regular && scratch.words.get(JAVA_INT, STATX_LINKS) == 1 ? 0 : -Errno.ELOOP;
    }

    /** Length in bytes of an open file. */
    public static long size(int descriptor) {
        var scratch = SCRATCH.get();
        var failed = statx(scratch, descriptor);
        return failed < 0 ? failed : scratch.words.get(JAVA_LONG, STATX_SIZE);
    }

    private static int statx(Scratch scratch, int descriptor) {
        try {
            return errnoOr(
                    (int) STATX.invokeExact(
                            scratch.state, descriptor, EMPTY_TEXT, AT_EMPTY_PATH, STATX_BASIC, scratch.words),
                    scratch.state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code flock(2)}: the lock lives until the last process that inherited the open file has gone. */
    public static int lock(int descriptor, int operation) {
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) FLOCK.invokeExact(state, descriptor, operation), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** An exclusive lock on a byte range that other hosts see too, given back when the file is closed; never waits. */
    public static int lockRange(int descriptor, long offset, long bytes) {
        var scratch = SCRATCH.get();
        scratch.words.asSlice(0, FLOCK_BYTES).fill((byte) 0);
        scratch.words.set(java.lang.foreign.ValueLayout.JAVA_SHORT, 0, F_WRLCK);
        scratch.words.set(JAVA_LONG, Long.BYTES, offset);
        scratch.words.set(JAVA_LONG, FLOCK_LENGTH, bytes);
        try {
            return errnoOr(
                    (int) FCNTL.invokeExact(scratch.state, descriptor, F_OFD_SETLK, scratch.words), scratch.state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int control(int descriptor, long request, MemorySegment argument) {
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) IOCTL.invokeExact(state, descriptor, request, argument), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Keeps all memory of this process, present and future, out of swap. */
    public static int lockMemory() {
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) MLOCKALL.invokeExact(state, MCL_CURRENT_AND_FUTURE), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Lets go of memory that {@link #lockMemory} caught without need. */
    public static int unlockMemory(long address, long bytes) {
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) MUNLOCK.invokeExact(state, address, bytes), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Puts one thread before all ordinary ones. Threads it starts later inherit that. */
    public static int realTime(int thread, int priority) {
        var scratch = SCRATCH.get();
        scratch.words.set(JAVA_INT, 0, priority);
        try {
            return errnoOr(
                    (int) SCHED_SETSCHEDULER.invokeExact(scratch.state, thread, SCHED_FIFO, scratch.words),
                    scratch.state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Leaves the session, and with it the terminal and the process group, of whoever started this process. */
    public static int newSession() {
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) SETSID.invokeExact(state), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Ends every process of a group at once, with the signal nobody can refuse. */
    public static int killGroup(int group) {
        if (group <= 1) {
            throw new IllegalArgumentException("%d is no process group of ours.".formatted(group));
        }
        var state = SCRATCH.get().state;
        try {
            return errnoOr((int) KILL.invokeExact(state, -group, SIGNAL_KILL), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int errnoOr(int result, MemorySegment state) {
        return result >= 0 ? result : -(int) ERRNO_OF.get(state, 0L);
    }

    private static MethodHandle plain(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    private static MethodHandle failing(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO);
    }

    private static MethodHandle variadic(String name, FunctionDescriptor descriptor, int firstVariadic) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                descriptor,
                ERRNO,
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("A call into the C library failed in an unforeseen way.", e);
    }
}
