package io.atoll.ha.engine;

import io.atoll.ha.engine.HaDecision.OwnerMove;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.proof.Proof;
import io.atoll.ha.restart.RestartOrder;
import io.atoll.ha.restart.RestartPlacement;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.ha.timeline.IncidentId;
import io.atoll.ha.timeline.TimelineEntry;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Starts VMs: in order, each once those it starts after are ready, a few at once on each host. VMs of a host that is taken over now
 * get their first targets in the same transaction, the others wait without an owner.
 */
final class Restarts {
    private static final int MOST_WAITS_TOLD = 10;

    /** A start that nobody has heard of for this long does not hold others up. */
    private static final long START_NANOS = Duration.ofMinutes(2).toNanos();

    /**
     * So many VMs may be given to a host for each that it starts at once: it goes on with the next one by itself. Else every start would
     * wait for two looks, the host's and the leader's, and sixty VMs for seconds.
     */
    private static final int GIVEN_FOR_EACH_START = 8;

    /** Starts that began longer ago than this are not about to make room for the next one. */
    private static final long SOON_NANOS = Duration.ofSeconds(10).toNanos();

    private final Draft draft;
    private final SortedMap<HostId, Proof> proved;
    private final SortedMap<VmId, Candidate> candidates;
    private final List<VmId> order;
    private final SortedMap<VmId, Found> places;
    private final Map<HostId, Integer> starting = new HashMap<>();
    private final Set<HostId> progressing = new HashSet<>();
    /** The most important VM that has a place and waits for a start there; less important ones wait with it. */
    private int waitingPriority = Integer.MIN_VALUE;

    private final SortedMap<VmId, HostId> targets = new TreeMap<>();

    private Restarts(Draft draft, RestartPlacement placement, SortedMap<HostId, Proof> proved) {
        this.draft = draft;
        this.proved = proved;
        var taken = new TreeSet<>(proved.keySet());
        var eligible = draft.eligibleHosts();
        candidates = Candidates.in(draft, taken, eligible);
        var protections = new TreeMap<VmId, Protection>();
        for (var vm : draft.facts.vms().values()) {
            if (vm.protection() != null) {
                protections.put(vm.id(), vm.protection());
            }
        }
        order = new RestartOrder(protections).of(new TreeSet<>(candidates.keySet()));
        places = new Places(draft, placement, eligible, taken)
                .of(order.stream().filter(this::needsPlace).toList());
        draft.facts.vms().values().forEach(this::countStarting);
    }

    static void decide(Draft draft, RestartPlacement placement, SortedMap<HostId, Proof> proved) {
        var restarts = new Restarts(draft, placement, proved);
        restarts.tellOrder();
        restarts.order.forEach(restarts::consider);
        proved.keySet().forEach(restarts::takeOver);
    }

    private boolean needsPlace(VmId vm) {
        var candidate = candidates.get(vm);
        return candidate != null && candidate.stays() == null;
    }

    private void countStarting(WatchedVm vm) {
        var host = vm.owner().host();
        var watch = draft.vms.get(vm.id());
        var pending = watch == null ? null : watch.pending();
        if (pending != null) {
            count(pending.target(), pending.sinceNanos());
        } else if (host != null
                && watch != null
                && isStarting(vm)
                && draft.now - watch.seen().sinceNanos() < START_NANOS) {
            count(host, watch.seen().sinceNanos());
        }
    }

    private void count(HostId host, long sinceNanos) {
        starting.merge(host, 1, Integer::sum);
        if (draft.now - sinceNanos < SOON_NANOS) {
            progressing.add(host);
        }
    }

    private boolean isStarting(WatchedVm vm) {
        var condition = vm.condition();
        return condition == null ? !candidates.containsKey(vm.id()) : condition instanceof Condition.Starting;
    }

    private void consider(VmId vm) {
        var candidate = candidates.get(vm);
        var watch = draft.vms.get(vm);
        if (candidate == null || watch == null || watch.pending() != null) {
            return;
        }
        var notBefore = watch.failures().notBeforeNanos();
        if ((notBefore != null && draft.now - notBefore < 0) || waitsForOthers(candidate, watch)) {
            return;
        }
        var target = candidate.stays();
        if (target == null) {
            switch (places.get(vm)) {
                case Found.On(var host) -> target = host;
                case Found.Nowhere(var reason) -> tellWaits(candidate, reason);
                case null -> {}
            }
        }
        if (target == null || hasToWait(candidate, target)) {
            return;
        }
        count(target, draft.now);
        if (candidate.takenFrom() == null) {
            assign(candidate, target);
        } else {
            targets.put(vm, target);
        }
    }

    /** No less important VM is given to a host before it, unless its own host's starts do not come to an end. */
    private boolean hasToWait(Candidate candidate, HostId target) {
        var protection = candidate.vm().protection();
        var priority = protection == null ? Integer.MIN_VALUE : protection.priority();
        var limit = draft.facts.settings().patience().startsPerHost() * GIVEN_FOR_EACH_START;
        if (starting.getOrDefault(target, 0) < limit) {
            return priority < waitingPriority;
        }
        if (progressing.contains(target)) {
            waitingPriority = Math.max(waitingPriority, priority);
        }
        return true;
    }

    // ---- waiting for others

    private boolean waitsForOthers(Candidate candidate, VmWatch watch) {
        var notReady = notReady(candidate);
        if (notReady.isEmpty()) {
            return false;
        }
        var limit = draft.facts.settings().patience().readyLimit();
        var since = watch.waitsSinceNanos();
        if (since == null) {
            since = draft.now;
            draft.vms.put(candidate.vm().id(), watch.waiting(since));
            tellWaits(candidate, "it starts after VMs that are not ready yet: " + names(notReady));
        }
        if (draft.now - since < limit.toNanos()) {
            return true;
        }
        draft.tellOnce(
                incident(candidate),
                new TimelineEntry.WentOnWithout(candidate.vm().id(), notReady, limit));
        return false;
    }

    /** Those that are meant to run and are not ready; one that was stopped, by whomever, is not waited for. */
    private List<VmId> notReady(Candidate candidate) {
        var protection = candidate.vm().protection();
        var notReady = new ArrayList<VmId>();
        if (protection != null) {
            for (var other : protection.startsAfter()) {
                var vm = draft.facts.vms().get(other);
                if (vm != null && vm.owner().wanted() && !isReady(vm)) {
                    notReady.add(other);
                }
            }
        }
        return notReady;
    }

    private String names(List<VmId> vms) {
        var names = new ArrayList<String>();
        for (var id : vms) {
            var vm = draft.facts.vms().get(id);
            names.add(vm == null ? id.toString() : vm.name());
        }
        return String.join(", ", names);
    }

    private boolean isReady(WatchedVm vm) {
        var host = vm.owner().host();
        if (host == null || proved.containsKey(host) || candidates.containsKey(vm.id())) {
            return false;
        }
        return vm.condition() instanceof Condition.Ready || vm.condition() instanceof Condition.Stopped;
    }

    // ---- orders

    private void assign(Candidate candidate, HostId target) {
        var vm = candidate.vm();
        var attempt = draft.vm(vm).failures().count() + 1;
        var move = move(vm, target);
        var epoch = draft.facts.leadership().epoch();
        var why = candidate.why();
        if (why != null && Candidates.isRestart(candidate, target)) {
            draft.decisions.add(new HaDecision.RestartVm(move, epoch, why, attempt));
        } else {
            draft.decisions.add(new HaDecision.AssignVm(move, epoch, fenced(vm), attempt));
        }
        order(vm, target);
    }

    private void order(WatchedVm vm, HostId target) {
        draft.vms.put(
                vm.id(),
                draft.vm(vm).with(new VmWatch.Pending(draft.now, vm.owner().epoch(), target)));
    }

    private HaDecision.@Nullable RaisedFence fenced(WatchedVm vm) {
        var host = vm.owner().host();
        var owner = host == null ? null : draft.facts.hosts().get(host);
        return owner != null && owner.fence().raised()
                ? new HaDecision.RaisedFence(owner.id(), owner.fence().version())
                : null;
    }

    private void takeOver(HostId id) {
        var host = draft.facts.hosts().get(id);
        var proof = proved.get(id);
        var watch = draft.host(id);
        var version = host == null ? null : Takeovers.beatVersion(host, watch.beat());
        if (host == null || proof == null || version == null) {
            return;
        }
        var moves = new ArrayList<OwnerMove>();
        for (var vm : order) {
            var candidate = candidates.get(vm);
            if (candidate != null && id.equals(candidate.takenFrom())) {
                var target = targets.get(vm);
                moves.add(move(candidate.vm(), target));
                if (target != null) {
                    order(candidate.vm(), target);
                }
            }
        }
        var incident =
                watch.incident() == null ? new IncidentId("host-" + id + "-proved-" + version) : watch.incident();
        tellProved(incident, id, proof);
        draft.decisions.add(new HaDecision.TakeOver(
                incident,
                id,
                proof,
                version,
                host.fence().version(),
                draft.facts.leadership().epoch(),
                moves));
        var asked = new HostWatch.Asked(
                watch.asked().freshReadNanos(), draft.now, watch.asked().releaseNanos());
        draft.hosts.put(
                id,
                new HostWatch(
                        watch.beat(),
                        watch.slots(),
                        watch.standing(),
                        watch.noted(),
                        watch.fallsNanos(),
                        asked,
                        incident));
    }

    /** A takeover that has to be tried again is tried with newer figures; the story has the first of them. */
    private void tellProved(IncidentId incident, HostId host, Proof proof) {
        var told = false;
        for (var entry : draft.incidents.getOrDefault(incident, Incident.NEW).entries()) {
            told = switch (entry.entry()) {
                case TimelineEntry.Proved(var other, var before)
                when other.equals(host) -> told || before.getClass() == proof.getClass();
                case TimelineEntry.TakenOver(var other) when other.equals(host) -> false;
                case TimelineEntry.HostBack(var other) when other.equals(host) -> false;
                default -> told;
            };
        }
        if (!told) {
            draft.tell(incident, new TimelineEntry.Proved(host, proof));
        }
    }

    private OwnerMove move(WatchedVm vm, @Nullable HostId target) {
        var failures = draft.vm(vm).failures().count();
        return new OwnerMove(vm.id(), vm.owner().version(), vm.owner().epoch(), target, failures);
    }

    // ---- telling

    private void tellOrder() {
        var byIncident = new TreeMap<IncidentId, List<VmId>>();
        for (var vm : order) {
            var candidate = candidates.get(vm);
            var incident = candidate == null ? null : incident(candidate);
            if (incident != null && order.size() > 1) {
                byIncident.computeIfAbsent(incident, _ -> new ArrayList<>()).add(vm);
            }
        }
        byIncident.forEach((incident, vms) -> {
            var told = draft.incidents.getOrDefault(incident, Incident.NEW).entries().stream()
                    .anyMatch(entry ->
                            entry.entry() instanceof TimelineEntry.Order(var before) && before.containsAll(vms));
            if (!told) {
                draft.tell(incident, new TimelineEntry.Order(vms));
            }
        });
    }

    /** Figures in the reason change with every VM that starts elsewhere: the first few say it all. */
    private void tellWaits(Candidate candidate, String reason) {
        var incident = incident(candidate);
        var vm = candidate.vm().id();
        var told = incident == null
                ? 0
                : draft.incidents.getOrDefault(incident, Incident.NEW).entries().stream()
                        .filter(entry -> entry.entry() instanceof TimelineEntry.Waits waits
                                && waits.vm().equals(vm))
                        .count();
        if (told < MOST_WAITS_TOLD) {
            draft.tellOnce(incident, new TimelineEntry.Waits(vm, reason));
        }
    }

    private @Nullable IncidentId incident(Candidate candidate) {
        return draft.vm(candidate.vm()).incident();
    }
}
