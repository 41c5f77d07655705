package io.atoll.hypervisor.qemu;

import io.atoll.model.Mebibytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How this host runs QEMU.
 *
 * @param stateDirectory one folder per VM is kept below it; short, because socket paths are limited, and on a local file
 *     system. Created when missing
 * @param translationCache memory for translated guest code per VM, where there is no hardware virtualization
 * @param startDeadline from starting the process until it answers
 * @param commandDeadline for each single command to a running QEMU
 * @param logLimitBytes each of a VM's logs is cut back when it has grown beyond this
 * @param controlGroup below which each VM gets a cgroup of its own, see {@link OwnControlGroup}; without one no VM can be
 *     highly available
 */
public record QemuSettings(
        Path binary,
        Path stateDirectory,
        AcceleratorChoice accelerator,
        Mebibytes translationCache,
        Duration startDeadline,
        Duration commandDeadline,
        long logLimitBytes,
        @Nullable Path controlGroup) {

    private static final Pattern SAFE_PATH = Pattern.compile("/[A-Za-z0-9_./+-]*");
    private static final Mebibytes DEFAULT_TRANSLATION_CACHE = new Mebibytes(64);
    private static final long DEFAULT_LOG_LIMIT_BYTES = 4L << 20;
    private static final long MIN_LOG_LIMIT_BYTES = 4096;

    /** Who executes guest instructions. */
    public enum AcceleratorChoice {
        /** KVM where it is really usable, emulation otherwise. */
        AUTOMATIC,
        /** KVM whatever the processor says about itself: the admin knows better. */
        FORCE_KVM,
        /** Emulation. */
        FORCE_TCG
    }

    public QemuSettings {
        if (!SAFE_PATH.matcher(stateDirectory.toString()).matches()) {
            throw new IllegalArgumentException(
                    "The state directory %s must be absolute and made of letters, digits and '_', '.', '/', '+', '-'."
                            .formatted(stateDirectory));
        }
        if (translationCache.value() < 1) {
            throw new IllegalArgumentException(
                    "The translation cache must be at least 1 MiB, %s was given.".formatted(translationCache));
        }
        if (!startDeadline.isPositive() || !commandDeadline.isPositive()) {
            throw new IllegalArgumentException("The start deadline (%s) and command deadline (%s) must be positive."
                    .formatted(startDeadline, commandDeadline));
        }
        if (logLimitBytes < MIN_LOG_LIMIT_BYTES) {
            throw new IllegalArgumentException("The log limit must be at least %d bytes, %d was given."
                    .formatted(MIN_LOG_LIMIT_BYTES, logLimitBytes));
        }
    }

    /** The distribution's QEMU with settings that suit most hosts. */
    public static QemuSettings in(Path stateDirectory) {
        return new QemuSettings(
                Path.of("/usr/bin/qemu-system-x86_64"),
                stateDirectory,
                AcceleratorChoice.AUTOMATIC,
                DEFAULT_TRANSLATION_CACHE,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                DEFAULT_LOG_LIMIT_BYTES,
                null);
    }

    public QemuSettings withAccelerator(AcceleratorChoice choice) {
        return new QemuSettings(
                binary,
                stateDirectory,
                choice,
                translationCache,
                startDeadline,
                commandDeadline,
                logLimitBytes,
                controlGroup);
    }

    public QemuSettings withControlGroup(@Nullable Path group) {
        return new QemuSettings(
                binary,
                stateDirectory,
                accelerator,
                translationCache,
                startDeadline,
                commandDeadline,
                logLimitBytes,
                group);
    }
}
