package io.atoll.ha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.FailureCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Hosts die, lose channels and come back, VMs fail, decisions get lost and come twice: nothing runs twice, and all ends well. */
class ChaosPropertiesTest {
    private static final List<String> HOSTS = List.of("leader", "n1", "n2", "n3", "n4", "n5", "n6", "n7");

    @Property(tries = 25)
    void whateverHappensNothingRunsTwiceAndAllRunAgainInTheEnd(@ForAll long seed) {
        var random = new Random(seed);
        var world = new World().hosts(HOSTS.toArray(String[]::new));
        for (var i = 0; i < 12; i++) {
            world.vm("vm" + i, HOSTS.get(1 + i % (HOSTS.size() - 1))).protectedBy(World.priority(i % 3));
        }
        var late = new ArrayList<HaDecision>();
        world.carriesOut = decision -> {
            var fate = random.nextInt(10);
            if (fate == 0) {
                late.add(decision);
            }
            return fate > 1;
        };
        world.run(5);
        for (var i = 0; i < 20; i++) {
            fault(world, random);
            world.run(random.nextInt(60) / 4.0);
            if (random.nextBoolean()) {
                late.forEach(world::carryOut);
                late.clear();
            }
        }
        heal(world);
        // The longest pause between two tries is half an hour.
        for (var minutes = 0; minutes < 40 && !world.vms.values().stream().allMatch(FakeVm::ready); minutes++) {
            world.run(60);
        }
        assertThat(world.vms.values().stream().filter(vm -> !vm.ready()).map(vm -> vm.name))
                .as("seed %d", seed)
                .isEmpty();
        assertThat(world.incidents.values().stream().mapToInt(List::size).sum()).isPositive();
    }

    private static void fault(World world, Random random) {
        var host = world.host(HOSTS.get(1 + random.nextInt(HOSTS.size() - 1)));
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                if (host.powered) {
                    host.dies();
                } else {
                    host.boots();
                }
            }
            case 2 -> host.zookeeperCut = !host.zookeeperCut;
            case 3 -> host.storageCut = !host.storageCut;
            case 4 -> host.slotUnreadable = !host.slotUnreadable;
            case 5 -> world.leads = !world.leads;
            case 6 -> world.zookeeperAnswers = !world.zookeeperAnswers;
            case 7 -> world.state = HaState.EMPTY;
            default -> {
                var vm = world.vm("vm" + random.nextInt(12));
                if (vm.ready()) {
                    vm.fails(random.nextBoolean() ? FailureCause.QEMU_CRASHED : FailureCause.GUEST_PANICKED);
                }
            }
        }
    }

    private static void heal(World world) {
        world.leads = true;
        world.zookeeperAnswers = true;
        for (var host : world.hosts.values()) {
            host.zookeeperCut = false;
            host.storageCut = false;
            host.slotUnreadable = false;
            if (!host.powered) {
                host.boots();
            }
        }
    }
}
