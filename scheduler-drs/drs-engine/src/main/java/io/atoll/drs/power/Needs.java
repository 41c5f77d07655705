package io.atoll.drs.power;

import io.atoll.drs.plan.Plan;
import io.atoll.drs.plan.Question;
import io.atoll.drs.power.WakeSearch.Need;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Vm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What hosts may be needed for. Each can say how much of it a set of hosts leaves unmet. */
final class Needs {
    private static final double PERCENT = 100;

    private final Look look;
    private final Questions questions;
    private final DemandForecast forecast;
    private final Zones zones;

    Needs(Look look, Questions questions, DemandForecast forecast) {
        this.look = look;
        this.questions = questions;
        this.forecast = forecast;
        zones = new Zones(look);
    }

    /**
     * VMs that no host has room for. Spare hosts are not kept: whoever places a VM does not keep them either, and a VM as
     * large as a host would find no place with them however many hosts were awake. What is then missing of them wakes the
     * next one ({@link #spare}).
     */
    Need waitingVms() {
        return new Need() {
            @Override
            public double missing(Set<HostId> open) {
                return unplaced(open).size();
            }

            @Override
            public WakeReason reason(Set<HostId> open) {
                return new WakeReason.NoRoom(
                        unplaced(open).stream().map(Vm::name).toList());
            }
        };
    }

    /** VMs that wait and find no place on these hosts, where all others stay: nobody makes room by moving them. */
    List<Vm> unplaced(Set<HostId> open) {
        return unplaced(open, false);
    }

    /** VMs that wait and find no place on these hosts, though others may move for them. */
    List<Vm> unplacedWithMoves(Set<HostId> open) {
        return unplaced(open, true);
    }

    private List<Vm> unplaced(Set<HostId> open, boolean mayMove) {
        if (look.waiting.isEmpty()) {
            return List.of();
        }
        var limits = look.cluster.limits().withSpareHosts(0);
        var vms = new ArrayList<>(look.waiting);
        look.running.forEach(vm -> vms.add(mayMove ? vm : vm.held()));
        var everyone = look.withOpen(look.cluster, open).with(limits).withVms(vms);
        var placed =
                Questions.plan(questions.ask(everyone, new Question.Place())).finalHosts();
        var tooMany = zones.tooManyOf(look.waiting, placed);
        return look.waiting.stream()
                .filter(vm -> !placed.containsKey(vm.id()) || tooMany.contains(vm.id()))
                .toList();
    }

    /** Rules that are broken and that no move on these hosts can mend. */
    Need rules() {
        return new Need() {
            @Override
            public double missing(Set<HostId> open) {
                return broken(open).size();
            }

            @Override
            public WakeReason reason(Set<HostId> open) {
                var first = broken(open).getFirst();
                return new WakeReason.RuleNeedsIt(first.ruleName(), first.vmNames());
            }

            private List<io.atoll.drs.plan.BrokenRules.Broken> broken(Set<HostId> open) {
                var before = Questions.brokenRules(questions.soon);
                if (before.isEmpty()) {
                    return before;
                }
                var cluster = look.withOpen(questions.soon, open);
                return Questions.brokenRules(Questions.after(cluster, repair(cluster)));
            }
        };
    }

    private Plan repair(Cluster cluster) {
        return Questions.plan(questions.ask(cluster, new Question.Repair()));
    }

    /** Zones over which VMs are to be spread, and in which nobody is awake. */
    Need zones() {
        return new Need() {
            @Override
            public double missing(Set<HostId> open) {
                return look.limits.stream()
                        .mapToInt(limit -> zones.missing(limit, open))
                        .sum();
            }

            @Override
            public WakeReason reason(Set<HostId> open) {
                var first = look.limits.stream()
                        .filter(limit -> zones.missing(limit, open) > 0)
                        .findFirst()
                        .orElseThrow();
                return new WakeReason.RuleNeedsIt(first.ruleName(), zones.running(first));
            }
        };
    }

    /** Hosts that stand in for those that fail. */
    Need spare() {
        return new Need() {
            @Override
            public double missing(Set<HostId> open) {
                if (look.running.isEmpty()) {
                    return 0;
                }
                var tooFew = Math.max(0, look.leastAwake() - open.size());
                return tooFew > 0 ? 1 + tooFew : weakest(open) == null ? 0 : 1;
            }

            @Override
            public WakeReason reason(Set<HostId> open) {
                var weakest = weakest(open);
                return new WakeReason.SpareMissing(
                        look.settings.spareHosts(), weakest == null ? anyName(open) : weakest);
            }

            private @Nullable String weakest(Set<HostId> open) {
                var host = questions.withoutSpareRoom(questions.soon, open);
                return host == null ? null : host.name();
            }

            private String anyName(Set<HostId> open) {
                return open.stream().findFirst().map(look::name).orElse("");
            }
        };
    }

    /** Processing power and memory for hosts that are above the band. */
    Need band() {
        return new Need() {
            @Override
            public double missing(Set<HostId> open) {
                return hottest() == null ? 0 : excess(open);
            }

            @Override
            public WakeReason reason(Set<HostId> open) {
                var id = hottest();
                var use = id == null ? null : look.facts(id).use().overWakeWindow();
                if (id == null || use == null) {
                    throw new NoSuchElementException("No host is above the band.");
                }
                return new WakeReason.AboveBand(
                        look.name(id),
                        PERCENT * use.cpu(),
                        PERCENT * use.memory(),
                        look.settings.band().highPercent(),
                        look.settings.windows().wake());
            }
        };
    }

    private @Nullable HostId hottest() {
        HostId hottest = null;
        var most = look.high();
        for (var id : look.serving) {
            var use = look.facts(id).use().overWakeWindow();
            if (use != null && use.most() > most) {
                hottest = id;
                most = use.most();
            }
        }
        return hottest;
    }

    /** By how much of a host these are above the band once moves among them have done what they can, and by how much all together. */
    private double excess(Set<HostId> open) {
        var capacity = look.capacity(open);
        var cluster = look.withOpen(questions.soon, open);
        var start = Usage.of(look, cluster, new TreeSet<>(open));
        var together = Math.max(start.cpuPercent(), start.memoryPercent()) / PERCENT - look.high();
        if (together > 0) {
            // Moves cannot help all at once; hosts can.
            return 1 + together * open.size();
        }
        var banded = cluster.with(questions.withinBand(cluster.limits()));
        var after = Questions.after(banded, repair(banded));
        var asked = Questions.cpuAsked(after);
        var active = Questions.memoryActive(after);
        var excess = 0.0;
        for (var id : open) {
            var host = look.host(id).capacity();
            var cpu = asked.getOrDefault(id, 0.0) / host.cpu().value();
            var memory = active.getOrDefault(id, 0.0) / host.memory().value();
            excess += Math.max(0, Math.max(cpu, memory) - look.high());
        }
        return capacity.cpuMhz() == 0 ? 0 : excess;
    }

    /** What past days asked for at the time at which a host would be awake that is woken now. */
    Need forecast() {
        return new Need() {
            @Override
            public double missing(Set<HostId> open) {
                var expected = expected(open);
                return expected == null ? 0 : Math.max(0, expected.share() - look.high()) * Math.max(1, open.size());
            }

            @Override
            public WakeReason reason(Set<HostId> open) {
                var expected = expected(open);
                if (expected == null) {
                    throw new NoSuchElementException("Nothing is expected.");
                }
                return new WakeReason.Forecast(
                        expected.at(),
                        PERCENT * expected.share(),
                        look.settings.band().highPercent(),
                        expected.dayCount());
            }

            private DemandForecast.@Nullable Expected expected(Set<HostId> open) {
                var lead = look.wakeable.stream()
                        .map(id -> WakeSearch.lead(look, id))
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
                return forecast.peak(look.now, look.now.plus(lead), look.capacity(open));
            }
        };
    }
}
