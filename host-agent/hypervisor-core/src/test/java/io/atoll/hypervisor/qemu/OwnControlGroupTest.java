package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnControlGroupTest {
    @TempDir
    Path folder;

    @Test
    void theUnifiedHierarchyIsTheOneWithControllers() throws IOException {
        var old = Files.createDirectories(folder.resolve("cgroup/system.slice/agent.service"));
        var unified = Files.createDirectories(folder.resolve("cgroup/unified/system.slice/agent.service"));
        Files.writeString(folder.resolve("cgroup/unified/cgroup.controllers"), "");
        var membership = membership("1:name=systemd:/other\n0::/system.slice/agent.service\n");

        assertThat(OwnControlGroup.find(mounts(), membership)).contains(unified);
        assertThat(old).exists();

        Files.writeString(folder.resolve("cgroup/cgroup.controllers"), "memory");
        assertThat(OwnControlGroup.find(mounts(), membership)).contains(old);
    }

    @Test
    void withoutOneThereIsNone() throws IOException {
        Files.createDirectories(folder.resolve("cgroup/unified/a"));
        assertThat(OwnControlGroup.find(mounts(), membership("0::/a\n"))).isEmpty();
        Files.writeString(folder.resolve("cgroup/unified/cgroup.controllers"), "");
        assertThat(OwnControlGroup.find(mounts(), membership("0::/a\n"))).isPresent();
        assertThat(OwnControlGroup.find(mounts(), membership("4:memory:/a\n"))).isEmpty();
        assertThat(OwnControlGroup.find(mounts(), membership("0::/../a\n")))
                .as("outside of what is seen")
                .isEmpty();
        assertThat(OwnControlGroup.find(mounts(), folder.resolve("missing"))).isEmpty();
    }

    private List<Path> mounts() {
        return List.of(folder.resolve("cgroup"), folder.resolve("cgroup/unified"));
    }

    private Path membership(String text) throws IOException {
        return Files.writeString(folder.resolve("membership"), text);
    }
}
