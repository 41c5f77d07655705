package io.atoll.agent.network;

import io.atoll.agent.host.KernelFiles;
import io.atoll.agent.identity.AgentSettings.NetworkSettings;
import io.atoll.agent.identity.NetworkMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which network mode this host uses: the one chosen, else bridge where the agent may change networks and has the tools. */
public final class NetworkChoice {
    private static final long NET_ADMIN = 1L << 12;
    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private NetworkChoice() {}

    public static NetworkMode of(NetworkSettings settings, KernelFiles kernel) {
        var chosen = settings.mode();
        if (chosen != null) {
            return chosen;
        }
        var able = mayChangeNetworks(kernel)
                && List.of("ip", "bridge", "nft").stream().allMatch(NetworkChoice::isThere);
        return able ? NetworkMode.BRIDGE : NetworkMode.USER;
    }

    private static boolean mayChangeNetworks(KernelFiles kernel) {
        for (var line : kernel.lines("self/status")) {
            if (line.startsWith("CapEff:")) {
                return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & NET_ADMIN) != 0;
            }
        }
        return false;
    }

    private static boolean isThere(String tool) {
        return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
