package io.atoll.ha.enforcer;

import io.atoll.ha.lease.HolderLease;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.HostId;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * With which Java, and from which files, an enforcer runs.
 *
 * @param classPath of cluster-model, ha-engine, ha-storage and ha-enforcer; nothing else is needed
 * @param realTime whether the process asks for real-time priority; without it, it runs like any other, and is measured so
 */
public record EnforcerLaunch(Path java, String classPath, boolean realTime) {
    /** Small, quick to start, one thread of garbage collection, and no file that anybody could fill or block. */
    private static final List<String> OPTIONS = List.of(
            "-Xms16m",
            "-Xmx16m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:CompressedClassSpaceSize=16m",
            "-XX:+AlwaysPreTouch",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED");

    /** The same Java, and the files this process itself uses. */
    public static EnforcerLaunch likeThisProcess() {
        var files = new LinkedHashSet<String>();
        for (var type : List.of(EnforcerMain.class, PoolLocation.class, HolderLease.class, HostId.class)) {
            try {
                files.add(Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException("The place of %s is not a path.".formatted(type), e);
            }
        }
        return new EnforcerLaunch(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                files.stream().collect(Collectors.joining(File.pathSeparator)),
                true);
    }

    public EnforcerLaunch withRealTime(boolean wanted) {
        return new EnforcerLaunch(java, classPath, wanted);
    }

    List<String> command(Path runDirectory, Side side) {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(OPTIONS);
        command.addAll(
                List.of("-classpath", classPath, EnforcerMain.class.getName(), runDirectory.toString(), side.name()));
        if (!realTime) {
            command.add(EnforcerMain.ORDINARY);
        }
        return List.copyOf(command);
    }
}
