package io.atoll.ha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ha.facts.Ownership;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.facts.VmReport;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A VM that its owner starts, and that says how it is. */
final class FakeVm {
    private final World world;
    final String name;
    final VmId id;
    final FakeHost home;
    int gib = 1;
    long startSeconds = 1;
    long readySeconds = 2;

    @Nullable
    FakeHost owner;

    @Nullable
    FakeHost runsOn;

    long epoch = 1;
    long ownerVersion = 1;
    int failures;
    boolean wanted = true;

    @Nullable
    String operation;

    Protection protection = Protection.USUAL;

    @Nullable
    VmReport report;
    /** What comes of each start; null: it gets ready. */
    @Nullable
    Condition fate;

    /** What its epoch block says, for which epoch; 0: that nobody has let it go. */
    long releasedEpoch;

    /** Its owner does nothing about it and says nothing. */
    boolean deaf;

    long startedNanos;

    FakeVm(World world, String name, FakeHost host) {
        this.world = world;
        this.name = name;
        id = new VmId(World.idOf(name));
        home = host;
        owner = host;
        runsOn = host;
        says(new Condition.Ready());
    }

    FakeVm protectedBy(Protection other) {
        protection = other;
        return this;
    }

    void says(Condition condition) {
        if (owner != null) {
            report = new VmReport(owner.id, new VmEpoch(epoch), condition);
        }
    }

    /** QEMU ends by itself, or not, and the host says what happened. */
    void fails(io.atoll.ha.facts.FailureCause cause) {
        if (cause.ended()) {
            runsOn = null;
        }
        says(new Condition.Failed(cause));
    }

    void give(@Nullable FakeHost host) {
        owner = host;
        epoch++;
        ownerVersion++;
    }

    void killedOn(FakeHost host) {
        if (runsOn == host) {
            runsOn = null;
        }
    }

    void hostBooted(FakeHost host) {
        killedOn(host);
        if (owner == host) {
            says(new Condition.Gone());
        }
    }

    void release(VmEpoch at) {
        if (owner != null && epoch == at.value() && owner.powered) {
            runsOn = null;
            releasedEpoch = epoch;
            if (!owner.zookeeperCut) {
                says(new Condition.Gone());
            }
        }
    }

    /** Somebody reads its epoch block. */
    void releaseRead() {
        if (releasedEpoch == epoch) {
            says(new Condition.Gone());
        }
    }

    void live() {
        var host = owner;
        if (host == null || !host.powered || host.zookeeperCut || deaf) {
            return;
        }
        if (runsOn == host && host.holds() && isNewEpoch()) {
            runsOn = null; // restarted on its own host: what is left of it is ended first
        }
        if (isNewEpoch() && host.seesOwners()) {
            start(host);
        } else if (runsOn == host) {
            progress(host);
        } else if (report != null && isRunning(report.condition())) {
            says(new Condition.Gone());
        }
    }

    private boolean isNewEpoch() {
        return report == null || report.epoch().value() < epoch;
    }

    private void start(FakeHost host) {
        if (runsOn != null && !runsOn.powered) {
            runsOn = null;
        }
        assertThat(runsOn)
                .as("%s starts on %s while it runs elsewhere", name, host.name)
                .isNull();
        world.starts.add(name + " on " + host.name);
        runsOn = host;
        startedNanos = world.now;
        says(new Condition.Starting());
    }

    private void progress(FakeHost host) {
        var seconds = (world.now - startedNanos) / World.SECOND;
        if (report == null || !isRunning(report.condition())) {
            return;
        }
        if (fate != null && seconds >= startSeconds) {
            if (fate instanceof Condition.Failed(var cause) && cause.ended()) {
                runsOn = null;
            }
            says(fate);
        } else if (seconds >= readySeconds) {
            says(new Condition.Ready());
        } else if (seconds >= startSeconds) {
            says(new Condition.Running());
        }
        assertThat(host.powered).isTrue();
    }

    private static boolean isRunning(Condition condition) {
        return condition instanceof Condition.Starting
                || condition instanceof Condition.Running
                || condition instanceof Condition.Ready;
    }

    boolean ready() {
        return owner != null
                && owner.powered
                && runsOn == owner
                && report != null
                && report.epoch().value() == epoch
                && report.condition() instanceof Condition.Ready;
    }

    WatchedVm watched() {
        return new WatchedVm(
                id,
                name,
                new Ownership(
                        owner == null ? null : owner.id, new VmEpoch(epoch), wanted, ownerVersion, operation, failures),
                protection,
                report,
                new TreeSet<>(List.of(World.POOL)));
    }
}
