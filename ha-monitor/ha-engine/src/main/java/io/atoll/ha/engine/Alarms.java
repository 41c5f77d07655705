package io.atoll.ha.engine;

import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.model.HostState;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** What people should know while it lasts: found anew at each step, so a lost alarm is raised again and one that is over cleared. */
final class Alarms {
    private static final long BLIND_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long LONG_LOCK_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long SLOW_START_NANOS = Duration.ofMinutes(5).toNanos();

    private final Draft draft;
    private final SortedMap<String, String> wanted = new TreeMap<>();

    private Alarms(Draft draft) {
        this.draft = draft;
    }

    static void decide(Draft draft) {
        var alarms = new Alarms(draft);
        alarms.find();
        alarms.tellDifferences();
    }

    private void find() {
        var settings = draft.facts.settings();
        if (!settings.armed()) {
            wanted.put("disarmed", "HA is disarmed: hosts are watched, but nothing is restarted. Arm it again.");
        }
        if (Storm.in(draft).tooMany()) {
            wanted.put(
                    "storm",
                    ("More than %d %% of the hosts are silent at once. Nothing is taken over because of time alone; confirm which "
                                    + "hosts are dead, or repair the network or storage they share.")
                            .formatted(settings.patience().stormPercent()));
        }
        var isolated =
                draft.hosts.values().stream().anyMatch(host -> host.standing().how() == HostStanding.ISOLATED);
        if (isolated && Storm.ofLonely(draft).tooMany()) {
            wanted.put(
                    "storm-alone",
                    ("More than %d %% of the hosts do not reach ZooKeeper. No VM is ended for that, whatever its isolation policy; "
                                    + "repair the network.")
                            .formatted(settings.patience().stormPercent()));
        }
        draft.facts.hosts().values().forEach(this::find);
        draft.facts.vms().values().forEach(this::find);
    }

    private void find(WatchedHost host) {
        var watch = draft.host(host.id());
        var moves = !watch.suspect(draft.now, draft.facts.settings().timing());
        switch (watch.standing().how()) {
            case ISOLATED -> {
                if (moves) {
                    raise(
                            "host-isolated-" + host.id(),
                            host,
                            "does not reach ZooKeeper but writes to its storage; its VMs run");
                }
            }
            case STORAGE_LOST -> {
                if (moves) {
                    raise(
                            "host-storage-lost-" + host.id(),
                            host,
                            "beats but does not write to all of its pools any more");
                }
            }
            case SILENT -> {
                if (host.state() != HostState.MAINTENANCE) {
                    raise("host-silent-" + host.id(), host, "shows no sign of life on any channel");
                }
            }
            case FENCED ->
                raise(
                        "host-fenced-" + host.id(),
                        host,
                        "was found dead and fenced; it opens its fence when it is back");
            case UNKNOWN -> {
                if (draft.now - watch.standing().sinceNanos() >= BLIND_NANOS && host.state() != HostState.MAINTENANCE) {
                    raise(
                            "host-unknown-" + host.id(),
                            host,
                            "cannot be watched: its beat, slots or capabilities cannot be read");
                }
            }
            case ALIVE -> {}
        }
        if (watch.quarantined(draft.now)) {
            raise("host-quarantined-" + host.id(), host, "came and went too often and gets no VMs for a while");
        }
        if (host.lostGuestNetwork() && watch.standing().how() == HostStanding.ALIVE) {
            raise("guest-network-" + host.id(), host, "has lost the network of its guests; its VMs are migrated away");
        }
        if (contradicted(host, watch)) {
            raise(
                    "evidence-contradicted-" + host.id(),
                    host,
                    "writes to its storage although somebody vouches that it is dead; the statement is not used while that lasts");
        }
    }

    /** What somebody vouches for still holds for its beat, and its slots move. A later beat ends the statement. */
    private boolean contradicted(WatchedHost host, HostWatch watch) {
        var value = watch.beat().value();
        return value != null
                && !host.fence().raised()
                && watch.beat().suspect(draft.now, draft.facts.settings().timing())
                && !watch.suspect(draft.now, draft.facts.settings().timing())
                && host.evidence().stream().anyMatch(evidence -> evidence.isAbout(value));
    }

    private void raise(String key, WatchedHost host, String what) {
        wanted.put(key, "Host %s %s.".formatted(host.name(), what));
    }

    private void find(WatchedVm vm) {
        var watch = draft.vms.get(vm.id());
        if (watch == null) {
            return;
        }
        if (draft.plans.found().get(vm.id()) instanceof Found.Nowhere(var reason)) {
            wanted.put("vm-waits-" + vm.id(), "VM %s waits to be started: %s".formatted(vm.name(), reason));
        }
        var host = vm.owner().host();
        if (host != null
                && draft.standing(host) == HostStanding.ALIVE
                && (vm.condition() == null || vm.condition() instanceof Condition.Starting)
                && draft.now - watch.seen().sinceNanos() >= SLOW_START_NANOS) {
            wanted.put(
                    "vm-start-slow-" + vm.id(),
                    "VM %s was given to a host that is alive, and does not run there after %d minutes. Look at the host's agent."
                            .formatted(
                                    vm.name(),
                                    Duration.ofNanos(SLOW_START_NANOS).toMinutes()));
        }
        if (host != null && Releases.isOverdue(draft, host, vm)) {
            wanted.put(
                    "vm-release-overdue-" + vm.id(),
                    ("VM %s was to be ended by its host, which has not said for more than %d s that it has. Its process may hang on "
                                    + "storage that does not answer, or the host's agent does not run; the VM starts elsewhere "
                                    + "only once it has ended.")
                            .formatted(vm.name(), Releases.OVERDUE.toSeconds()));
        }
        var lockedSince = watch.failures().lockedSinceNanos();
        if (lockedSince != null && draft.now - lockedSince >= LONG_LOCK_NANOS) {
            wanted.put(
                    "vm-locked-" + vm.id(),
                    ("VM %s cannot start because its disks are still in use by another process, most likely on a host whose storage "
                                    + "hangs. It is tried again and again; find that process, or restart that host.")
                            .formatted(vm.name()));
        }
        if (watch.failures().count() > draft.facts.settings().retries().atOnce()) {
            wanted.put(
                    "vm-fails-" + vm.id(),
                    "VM %s failed %d times in a row; it is tried again with growing pauses. Look at its console and log."
                            .formatted(vm.name(), watch.failures().count()));
        }
    }

    private void tellDifferences() {
        var stored = draft.facts.stored().alarms();
        draft.alarmsAsked.keySet().removeIf(key -> !wanted.containsKey(key) && !stored.containsKey(key));
        wanted.forEach((key, text) -> {
            if (!text.equals(stored.get(key)) && ask(key)) {
                draft.decisions.add(new HaDecision.RaiseAlarm(new HaDecision.Alarm(key, text)));
            }
        });
        for (var key : stored.keySet()) {
            if (!wanted.containsKey(key) && ask(key)) {
                draft.decisions.add(new HaDecision.ClearAlarm(key));
            }
        }
    }

    private boolean ask(String key) {
        var due = draft.due(draft.alarmsAsked.get(key));
        if (due) {
            draft.alarmsAsked.put(key, draft.now);
        }
        return due;
    }
}
