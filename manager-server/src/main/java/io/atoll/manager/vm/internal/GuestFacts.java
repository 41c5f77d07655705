package io.atoll.manager.vm.internal;

import io.atoll.agent.v1.GuestFactsReport;
import io.atoll.agent.v1.GuestFileSystem;
import io.atoll.agent.v1.VmReport;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a guest says of itself through the agent inside it: hostile until shown as text, empty where it does not say.
 *
 * @param osId for programs: "debian", "mswindows"
 * @param osName for people: "Debian GNU/Linux 12 (bookworm)"
 * @param hostName the name the guest has given itself
 * @param cloudInitDetail what failed, in cloud-init's words
 */
public record GuestFacts(
        String osId,
        String osName,
        String osVersion,
        String kernel,
        String machine,
        String hostName,
        List<FileSystem> fileSystems,
        CloudInitState cloudInit,
        String cloudInitDetail) {
    private static final int MOST_FILE_SYSTEMS = 16;
    private static final int LONGEST_CHARS = 300;

    public GuestFacts {
        fileSystems = List.copyOf(fileSystems);
    }

    /** How far the guest's first set-up is; UNKNOWN where there is none, or where its agent may not read files. */
    public enum CloudInitState {
        UNKNOWN,
        RUNNING,
        DONE,
        FAILED
    }

    /** A mounted file system; sizes are null where the guest does not say. */
    public record FileSystem(
            String mountPoint,
            String type,
            @Nullable Long totalBytes,
            @Nullable Long usedBytes) {}

    /** Null where nothing is said. */
    public static @Nullable GuestFacts of(VmReport report) {
        return report.hasGuestFacts() ? of(report.getGuestFacts()) : null;
    }

    private static GuestFacts of(GuestFactsReport said) {
        return new GuestFacts(
                cut(said.getOsId()),
                cut(said.getOsName()),
                cut(said.getOsVersion()),
                cut(said.getKernel()),
                cut(said.getMachine()),
                cut(said.getHostName()),
                said.getFileSystemsList().stream()
                        .limit(MOST_FILE_SYSTEMS)
                        .map(GuestFacts::fileSystem)
                        .toList(),
                Arrays.stream(CloudInitState.values())
                        .filter(state -> state.name().equals(said.getCloudInit()))
                        .findFirst()
                        .orElse(CloudInitState.UNKNOWN),
                cut(said.getCloudInitDetail()));
    }

    private static FileSystem fileSystem(GuestFileSystem said) {
        var known = said.hasTotalBytes()
                && said.hasUsedBytes()
                && said.getUsedBytes() >= 0
                && said.getUsedBytes() <= said.getTotalBytes();
        return new FileSystem(
                cut(said.getMountPoint()),
                cut(said.getType()),
                known ? (Long) said.getTotalBytes() : null,
                known ? (Long) said.getUsedBytes() : null);
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_CHARS) {
            return text;
        }
        var splitsPair = Character.isHighSurrogate(text.charAt(LONGEST_CHARS - 1));
        return text.substring(0, splitsPair ? LONGEST_CHARS - 1 : LONGEST_CHARS);
    }
}
