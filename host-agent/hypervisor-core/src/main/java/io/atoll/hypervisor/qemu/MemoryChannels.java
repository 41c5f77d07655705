package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.qmp.QmpException;
import io.atoll.hypervisor.qmp.StrictJson;

/**
 * Connections of their own for a guest's memory (QEMU's multifd). Over the first connection QEMU writes every page, and
 * the eight bytes before it, as a TLS record each; a memory channel gathers 128 pages into one buffer, which takes 32
 * records instead of 256. The buffer is made by "compressing" with zlib's level 0, which only copies. See
 * docs/0001-memory-channels.md for the figures.
 */
final class MemoryChannels {

    /**
     * Older ones have it, too, but a source could crash there when a TLS connection of a memory channel failed, and the
     * guest with it.
     */
    private static final int FIRST_MAJOR_WITH_SAFE_CHANNELS = 10;

    private static final int MOST = 4;

    private MemoryChannels() {}

    /** How many the process can use, by its own version: a VM may run on an older QEMU than the one installed now. */
    static int of(QemuRun run) throws QmpException {
        var major = run.execute("query-version").path("qemu").path("major").asInt(0);
        return major < FIRST_MAJOR_WITH_SAFE_CHANNELS
                ? 0
                : sensible(Runtime.getRuntime().availableProcessors());
    }

    /** One encrypts about 1 GB/s and keeps a processor busy with it; half of the host is left to the guests. */
    static int sensible(int processors) {
        return Math.clamp(processors / 2, 1, MOST);
    }

    /** Both ends of a migration must be told the same, before it begins. */
    static void use(QemuRun run, int count) throws QmpException {
        if (count == 0) {
            run.execute("migrate-set-capabilities", MigrationCommands.capability("multifd", false));
            return;
        }
        if (MemoryChannels.of(run) == 0) {
            throw new HypervisorException(
                    HypervisorErrorCode.MIGRATION_FAILED,
                    "The other host expects %d memory channels, which this VM's QEMU is too old for; nothing was sent."
                            .formatted(count),
                    "Prepare the target without memory channels.");
        }
        run.execute("migrate-set-capabilities", MigrationCommands.capability("multifd", true));
        run.execute(
                "migrate-set-parameters",
                StrictJson.object()
                        .put("multifd-channels", count)
                        .put("multifd-compression", "zlib")
                        .put("multifd-zlib-level", 0));
    }
}
