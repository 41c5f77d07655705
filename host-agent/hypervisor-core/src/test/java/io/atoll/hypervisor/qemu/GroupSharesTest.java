package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atoll.hypervisor.api.VmShare;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written into which file. The folders here only look like cgroups, except in the one test that uses the kernel's own; that
 * the kernel weighs by what is written is not shown here.
 */
class GroupSharesTest {
    private static final VmId WEB = new VmId(new UUID(1, 1));
    private static final VmId DB = new VmId(new UUID(1, 2));

    @TempDir
    Path service;

    private Path atoll() throws IOException {
        Files.writeString(service.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
        Files.writeString(service.resolve("cgroup.subtree_control"), "");
        Files.writeString(service.resolve("cgroup.procs"), "");
        var root = Files.createDirectories(service.resolve("atoll"));
        for (var group : List.of(root, root.resolve("ha"), root.resolve("vms"))) {
            Files.writeString(Files.createDirectories(group).resolve("cgroup.subtree_control"), "");
        }
        return root;
    }

    private static GroupShares shares(Path root) {
        return new GroupShares(root, List.of("ha", "vms"));
    }

    private static Path group(Path root, String kind, VmId vm) throws IOException {
        return Files.createDirectories(root.resolve(kind).resolve(vm + "@7"));
    }

    private static String text(Path group, String file) throws IOException {
        return Files.readString(group.resolve(file));
    }

    @Test
    void weightsLimitsAndKeptMemoryAreWrittenForEachVm() throws IOException {
        var root = atoll();
        var web = group(root, "vms", WEB);
        var db = group(root, "ha", DB);
        var wanted = new TreeMap<VmId, VmShare>();
        wanted.put(WEB, new VmShare(2500, 1500L, new Mebibytes(64)));
        wanted.put(DB, new VmShare(7500, null, new Mebibytes(256)));

        var control = shares(root).apply(wanted);

        assertThat(control.cpu()).as(control.reason()).isTrue();
        assertThat(control.memory()).isTrue();
        assertThat(text(web, "cpu.weight")).isEqualTo("2500");
        assertThat(text(web, "cpu.max")).isEqualTo("150000 100000");
        assertThat(text(web, "memory.low")).isEqualTo(Long.toString(64L << 20));
        assertThat(text(db, "cpu.max")).isEqualTo("max 100000");
        assertThat(text(root.resolve("ha"), "cpu.weight")).isEqualTo("7500");
        assertThat(text(root.resolve("vms"), "cpu.weight")).isEqualTo("2500");
        assertThat(text(root, "memory.low")).isEqualTo(Long.toString(320L << 20));
        assertThat(text(service, "cgroup.subtree_control")).isEqualTo("+memory");
    }

    @Test
    void twoKindsThatWeighMoreThanTheKernelKnowsKeepTheirProportion() throws IOException {
        var root = atoll();
        var wanted = new TreeMap<VmId, VmShare>();
        for (var i = 0; i < 3; i++) {
            var vm = new VmId(new UUID(2, i));
            group(root, i == 0 ? "ha" : "vms", vm);
            wanted.put(vm, new VmShare(8000, null, new Mebibytes(0)));
        }
        shares(root).apply(wanted);
        assertThat(text(root.resolve("ha"), "cpu.weight")).isEqualTo("5000");
        assertThat(text(root.resolve("vms"), "cpu.weight")).isEqualTo("10000");
    }

    @Test
    void aVmThatComesLaterGetsWhatWasSaidOfIt() throws IOException {
        var root = atoll();
        var shares = shares(root);
        var wanted = new TreeMap<VmId, VmShare>();
        wanted.put(WEB, new VmShare(42, null, new Mebibytes(0)));
        shares.apply(wanted);
        var group = group(root, "vms", WEB);
        var stranger = group(root, "vms", DB);
        shares.moved();
        assertThat(text(group, "cpu.weight")).isEqualTo("42");
        assertThat(text(stranger, "cpu.weight")).isEqualTo("100");
    }

    @Test
    void aGroupThatHasProcessesOfItsOwnHandsNothingDown() throws IOException {
        var root = atoll();
        Files.writeString(service.resolve("cgroup.procs"), "4711\n");
        var group = group(root, "vms", WEB);
        var control = shares(root).apply(new TreeMap<>());
        assertThat(control.cpu()).isFalse();
        assertThat(control.reason()).contains("no cgroup controllers", "DelegateSubgroup");
        assertThat(group.resolve("cpu.weight")).doesNotExist();
        assertThat(text(service, "cgroup.subtree_control")).isEmpty();
    }

    @Test
    void withoutControllersNothingIsPretended() throws IOException {
        var root = atoll();
        Files.writeString(service.resolve("cgroup.controllers"), "hugetlb\n");
        assertThat(shares(root).control().reason()).contains("no cgroup controllers");
        assertThat(new GroupShares(null, List.of("ha", "vms")).control().cpu()).isFalse();
    }

    /** What it says of the kernel's own hierarchy is what the kernel says. */
    @Test
    void theKernelsOwnHierarchyIsAsked() throws IOException {
        var own = OwnControlGroup.find();
        assumeTrue(own.isPresent(), "no unified cgroup hierarchy");
        var above = Files.createDirectories(
                own.get().resolve("atoll-shares-" + ProcessHandle.current().pid()));
        try {
            var root = Files.createDirectories(above.resolve("atoll"));
            var offered = Files.readString(above.resolve("cgroup.controllers"));
            var control = shares(root).control();
            assertThat(control.cpu())
                    .as(control.reason())
                    .isEqualTo(List.of(offered.strip().split("\\s+")).contains("cpu"));
        } finally {
            for (var group : List.of("atoll/ha", "atoll/vms", "atoll", ".")) {
                Files.deleteIfExists(above.resolve(group).normalize());
            }
        }
    }

    @Test
    void aWeightThatTheKernelDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> new VmShare(0, null, new Mebibytes(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10000");
    }
}
