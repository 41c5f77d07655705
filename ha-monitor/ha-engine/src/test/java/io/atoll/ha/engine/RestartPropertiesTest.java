package io.atoll.ha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever priorities and dependencies are, and whichever decisions get lost. */
class RestartPropertiesTest {
    private static final int VMS = 24;

    private static World world(Random random) {
        var world = new World().hosts("leader", "n1", "n2", "n3");
        for (var i = 0; i < VMS; i++) {
            var after = new ArrayList<VmId>();
            for (var k = random.nextInt(3); k > 0 && i > 0; k--) {
                after.add(world.vm("vm" + random.nextInt(i)).id);
            }
            var vm = world.vm("vm" + i, random.nextInt(4) == 0 ? "n2" : "n1");
            vm.readySeconds = 1L + random.nextInt(20);
            vm.startSeconds = Math.min(vm.readySeconds, 1L + random.nextInt(3));
            vm.protectedBy(World.priority(random.nextInt(3), after.toArray(VmId[]::new)));
        }
        world.carriesOut = decision -> random.nextInt(5) > 0;
        return world;
    }

    private static boolean allReady(World world) {
        return world.vms.values().stream().allMatch(FakeVm::ready);
    }

    @Property(tries = 12)
    void nobodyStartsBeforeThoseItStartsAfterAreReadyAndNoHostIsGivenMoreThanItTakes(@ForAll long seed) {
        var world = world(new Random(seed));
        world.settings = World.startingOneAtATime();
        world.run(5);
        world.host("n1").dies();
        for (var tick = 0; tick < 4 * 280 && (tick < 4 * 10 || !allReady(world)); tick++) {
            world.tick();
            var starting = world.vms.values().stream()
                    .filter(vm -> vm.report != null && vm.report.condition() instanceof Condition.Starting)
                    .collect(Collectors.groupingBy(vm -> Objects.requireNonNull(vm.owner).name, Collectors.counting()));
            assertThat(starting.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(8));
        }
        assertThat(world.vms.values()).allSatisfy(vm -> assertThat(vm.ready()).isTrue());
        assertThat(world.starts).doesNotHaveDuplicates();
        for (var vm : world.vms.values()) {
            for (var other : vm.protection.startsAfter()) {
                var before = world.named(other);
                if (vm.startedNanos > 0) {
                    assertThat(vm.startedNanos)
                            .isGreaterThanOrEqualTo(before.startedNanos + before.readySeconds * World.SECOND);
                }
            }
        }
    }

    @Property(tries = 15)
    void withoutDependenciesAMoreImportantVmIsNeverAssignedAfterALessImportantOne(@ForAll long seed) {
        var random = new Random(seed);
        var world = new World().hosts("leader", "n1", "n2", "n3");
        var count = 1 + random.nextInt(30);
        for (var i = 0; i < count; i++) {
            world.vm("vm" + i, "n1").protectedBy(World.priority(random.nextInt(4)));
        }
        world.host("n2").gib = 64;
        world.host("leader").gib = 1;
        world.vm("fills leader", "leader");
        world.host("n3").gib = 1;
        world.vm("fills n3", "n3");
        world.run(5);
        world.host("n1").dies();
        world.run(60);
        var priorities = world.starts.stream()
                .map(start -> world.vm(List.of(start.split(" on ")).getFirst()))
                .toList();
        assertThat(priorities).hasSize(count);
        for (var i = 1; i < count; i++) {
            var earlier = priorities.get(i - 1);
            var later = priorities.get(i);
            if (later.startedNanos > earlier.startedNanos) {
                assertThat(later.protection.priority()).isLessThanOrEqualTo(earlier.protection.priority());
            }
        }
    }
}
