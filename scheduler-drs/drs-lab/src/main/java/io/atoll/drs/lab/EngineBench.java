package io.atoll.drs.lab;

import io.atoll.drs.core.Effort;
import io.atoll.drs.plan.Answer;
import io.atoll.drs.plan.PlacementIndex;
import io.atoll.drs.plan.Question;
import io.atoll.drs.plan.Scheduler;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * Measures the questions that must be answered at once, after warming up: a host for one VM, and the restart of a dead host's
 * VMs. Prints medians, 99th percentiles and CPU time of the thread in microseconds as a markdown table.
 */
final class EngineBench {
    private static final double NANOS_PER_MICRO = 1000;

    private EngineBench() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        System.out.println("| question | repetitions | median µs | 99 % µs | CPU µs each |");
        System.out.println("|---|---|---|---|---|");
        placeOne(cluster(1000, 20, 1));
        restart(cluster(100, 60, 1));
    }

    private static void placeOne(Cluster cluster) {
        var index = PlacementIndex.of(cluster);
        var hosts = cluster.hosts().size();
        var size = "%d hosts, %d VMs".formatted(hosts, cluster.vms().size());
        var vm = vm(cluster.vms().size(), null, new Random(7));
        measure("place one VM, index kept ready: " + size, 20_000, _ -> index.place(vm));
        measure("place one, start it, end it: " + size, 20_000, _ -> {
            var host = index.place(vm);
            if (host != null) {
                index.add(vm, host);
                index.remove(vm.id());
            }
        });
        var vms = new ArrayList<>(cluster.vms().values());
        vms.add(vm);
        var whole = cluster.withVms(vms);
        measure("place one VM from a snapshot: " + size, 100, seed -> answer(whole, new Question.Place(), seed));
    }

    private static void restart(Cluster cluster) {
        var dead = new TreeSet<HostId>(List.of(cluster.hosts().firstKey()));
        measure(
                "restart 60 VMs on 99 hosts, from a snapshot of %d VMs"
                        .formatted(cluster.vms().size()),
                200,
                seed -> answer(cluster, new Question.Restart(dead), seed));
    }

    private static void answer(Cluster cluster, Question question, int seed) {
        var answer = new Scheduler(seed, Effort.usual()).answer(cluster, question);
        if (!(answer instanceof Answer.Planned)) {
            throw new IllegalStateException("Not everybody found a place: " + answer);
        }
    }

    private static void measure(String what, int repetitions, IntConsumer question) {
        for (var i = 0; i < repetitions; i++) {
            question.accept(i);
        }
        var threads = ManagementFactory.getThreadMXBean();
        var nanos = new long[repetitions];
        var cpu = threads.getCurrentThreadCpuTime();
        for (var i = 0; i < repetitions; i++) {
            var start = System.nanoTime();
            question.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        cpu = threads.getCurrentThreadCpuTime() - cpu;
        Arrays.sort(nanos);
        System.out.printf(
                java.util.Locale.ROOT,
                "| %s | %d | %.1f | %.1f | %.1f |%n",
                what,
                repetitions,
                nanos[repetitions / 2] / NANOS_PER_MICRO,
                nanos[repetitions * 99 / 100] / NANOS_PER_MICRO,
                cpu / NANOS_PER_MICRO / repetitions);
    }

    private static Cluster cluster(int hostCount, int vmsPerHost, long seed) {
        var random = new Random(seed);
        var hosts = new ArrayList<Host>();
        var vms = new ArrayList<Vm>();
        for (var h = 0; h < hostCount; h++) {
            var id = new HostId(new UUID(1, h));
            hosts.add(new Host(
                    id,
                    "h" + h,
                    new Host.Capacity(64, new Megahertz(160_000), Mebibytes.ofGibibytes(512), 10_000),
                    Host.Reach.NOTHING_SPECIAL,
                    "",
                    PowerState.ON,
                    PowerModel.ofLine(100, 300)));
            for (var v = 0; v < vmsPerHost; v++) {
                vms.add(vm(vms.size(), id, random));
            }
        }
        return Cluster.of(hosts, vms, List.of(), new Limits(1, 1, 8, 8));
    }

    private static Vm vm(int index, @org.jspecify.annotations.Nullable HostId host, Random random) {
        return new Vm(
                new VmId(new UUID(2, index)),
                "v" + index,
                host,
                Vm.Cpu.of(1 << random.nextInt(4), new Megahertz(100 + random.nextInt(2000))),
                Vm.Memory.of(Mebibytes.ofGibibytes(1L << random.nextInt(4))),
                Vm.Needs.NOTHING_SPECIAL,
                true,
                random.nextInt(4));
    }
}
