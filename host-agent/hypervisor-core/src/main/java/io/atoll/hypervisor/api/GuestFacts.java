package io.atoll.hypervisor.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent inside a guest says of it. Hostile data: its form and length are checked, its truth is not.
 *
 * @param operatingSystem null where the guest does not say
 * @param hostName the name the guest has given itself; empty where it does not say
 * @param fileSystems those that are mounted, in the order of their mount points
 * @param cloudInit how far the guest's first set-up is
 */
public record GuestFacts(
        @Nullable OperatingSystem operatingSystem, String hostName, List<FileSystem> fileSystems, CloudInit cloudInit) {
    public static final GuestFacts NONE = new GuestFacts(null, "", List.of(), CloudInit.UNKNOWN);

    public GuestFacts {
        fileSystems = List.copyOf(fileSystems);
    }

    /**
     * As in the guest's {@code os-release}; each empty where it does not say.
     *
     * @param id for programs: "debian", "mswindows"
     * @param name for people: "Debian GNU/Linux 12 (bookworm)"
     */
    public record OperatingSystem(String id, String name, String version, String kernel, String machine) {}

    /** A mounted file system; sizes are null where the guest does not say. */
    public record FileSystem(
            String mountPoint,
            String type,
            @Nullable Long totalBytes,
            @Nullable Long usedBytes) {}

    /**
     * How far cloud-init is.
     *
     * @param detail what went wrong, in cloud-init's words; empty unless it failed
     */
    public record CloudInit(State state, String detail) {
        public static final CloudInit UNKNOWN = new CloudInit(State.UNKNOWN, "");

        /** UNKNOWN: there is none in the guest, or the guest's agent may not read its files. */
        public enum State {
            UNKNOWN,
            RUNNING,
            DONE,
            FAILED
        }
    }
}
