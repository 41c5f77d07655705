package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.DpmMode;
import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHost.IdleDraw;
import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.dpm.internal.book.RoomWishes;
import io.atoll.manager.dpm.internal.settings.DpmSettingsStore;
import io.atoll.manager.ha.HaAdmission;
import io.atoll.manager.maintenance.HostDrains;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.power.HostPower;
import io.atoll.manager.power.OffMode;
import io.atoll.manager.power.PowerDraw;
import io.atoll.manager.power.PowerFacts;
import io.atoll.manager.power.Wakeability;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks at everything once more, and begins to switch the empty host off. The row that says so and the order are one
 * transaction.
 */
@Component
class SwitchOffHostStep implements StepHandler {
    private static final int FROM_OUR_OWN_FAULTS = 500;
    private static final String NOT_SAFE = "not-safe";
    private static final String ROOM_WANTED = "room-wanted";

    /** From when a round reads what is wished for to when it begins a parking, at most. */
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(10);

    private final ParkingDesk desk;
    private final Doubts doubts;
    private final HostPower power;

    SwitchOffHostStep(ParkingDesk desk, Doubts doubts, HostPower power) {
        this.desk = desk;
        this.doubts = doubts;
        this.power = power;
    }

    @Override
    public String name() {
        return DpmSteps.SWITCH_OFF;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var mine = desk.mine(context);
        if (mine.isEmpty()) {
            return EmptyHostStep.notOurs();
        }
        var host = mine.get();
        if (host.state() == ParkedState.SWITCHING_OFF) {
            return StepOutcome.done();
        }
        var facts = power.facts(host.host());
        var doubt = doubts.about(host, facts.orElse(null));
        if (doubt.isPresent()) {
            return doubt.get().code().equals(NOT_SAFE) && mayLookAgain(context)
                    ? lookAgain(context, host, doubt.get())
                    : failed(context, host, doubt.get());
        }
        try {
            desk.change(
                    context,
                    now -> now.switchingOff(
                            power.switchOff(now.host(), OffMode.GRACEFUL, false, DpmTasks.BY),
                            facts.map(SwitchOffHostStep::idle).orElse(null),
                            context.now()));
            return StepOutcome.done();
        } catch (AtollException e) {
            if (e.code().status() >= FROM_OUR_OWN_FAULTS) {
                throw e;
            }
            return failed(
                    context,
                    host,
                    DpmReason.of(NOT_SAFE, String.valueOf(e.getMessage())).with("why", String.valueOf(e.getMessage())));
        }
    }

    /** Another host may have been silent for a moment when it was looked. */
    private boolean mayLookAgain(StepContext context) {
        long since = context.recall(NOT_SAFE, Long.class).orElse(context.now().toEpochMilli());
        context.remember(NOT_SAFE, since);
        var waited = Duration.between(Instant.ofEpochMilli(since), context.now());
        return waited.compareTo(desk.limits().blockedLimit()) < 0;
    }

    private StepOutcome lookAgain(StepContext context, ParkedHost host, DpmReason doubt) {
        try {
            desk.change(context, now -> {
                doubts.proveAgain(now);
                return now;
            });
        } catch (AtollException e) {
            if (e.code().status() >= FROM_OUR_OWN_FAULTS) {
                throw e;
            }
            // It is being looked at already, or somebody has taken the host back: the next look sees which.
        }
        return StepOutcome.running(
                0,
                "%s is looked at once more. %s".formatted(host.name(), doubt.text()),
                desk.limits().lookEvery());
    }

    /** What an empty host draws: measured just now, else what somebody has set. */
    private static @Nullable IdleDraw idle(PowerFacts facts) {
        var watts = facts.draw().watts();
        if (watts != null && facts.draw().source() == PowerDraw.Source.MEASURED) {
            return new IdleDraw(watts, true);
        }
        var model = facts.model();
        return model == null ? null : new IdleDraw((int) Math.round(model.wattsAt(0)), false);
    }

    private StepOutcome failed(StepContext context, ParkedHost host, DpmReason doubt) {
        // A wish for room is nothing about the host: it is gone as soon as the VM has started.
        var rest = doubt.code().equals(ROOM_WANTED)
                ? desk.limits().restForWish()
                : desk.limits().rest();
        desk.trouble(context, host, doubt, rest);
        return StepOutcome.failed(ErrorCode.DPM_NOT_PARKED.name(), doubt.text());
    }

    /** What may speak against switching a host off that is empty. */
    @Component
    static class Doubts {
        private final HostDrains drains;
        private final HaAdmission admission;
        private final DpmSettingsStore settings;
        private final RoomWishes wishes;

        Doubts(HostDrains drains, HaAdmission admission, DpmSettingsStore settings, RoomWishes wishes) {
            this.drains = drains;
            this.admission = admission;
            this.settings = settings;
            this.wishes = wishes;
        }

        /** Why the host is not switched off after all; empty: nothing speaks against it. */
        Optional<DpmReason> about(ParkedHost host, @Nullable PowerFacts facts) {
            var wanted = settings.of(host.cluster());
            if (host.requestedBy().equals(DpmTasks.BY) && wanted.mode() != DpmMode.APPLY) {
                return doubt("mode", "Power saving is %s in the cluster by now.".formatted(wanted.mode()))
                        .map(doubt -> doubt.with("mode", wanted.mode()));
            }
            if (wanted.excluded().contains(host.host())) {
                return doubt("excluded", "Host %s is excluded from power saving by now.".formatted(host.name()));
            }
            if (facts == null || !(facts.wakeability() instanceof Wakeability.Wakeable)) {
                var why =
                        facts != null && facts.wakeability() instanceof Wakeability.NotWakeable not ? not.detail() : "";
                return doubt("not-wakeable", "Host %s would not be woken again. %s".formatted(host.name(), why))
                        .map(doubt -> doubt.with("why", why));
            }
            var drain = drains.of(host.host()).filter(one -> one.state() == MaintenanceState.IN_MAINTENANCE);
            if (drain.isEmpty() || !drain.get().safeToPowerOff()) {
                var why = String.join(" ", drain.map(HostDrains.Drain::doubts).orElse(List.of()));
                return doubt(NOT_SAFE, "Host %s was not proved safe to switch off. %s".formatted(host.name(), why))
                        .map(doubt -> doubt.with("why", why));
            }
            var waiting = wishes.newSince(host.cluster(), host.since().minus(LONGEST_ROUND));
            if (!waiting.isEmpty()) {
                return doubt(
                                ROOM_WANTED,
                                "%d VMs wait for room, first %s."
                                        .formatted(
                                                waiting.size(),
                                                waiting.getFirst().vmName()))
                        .map(doubt -> doubt.with("vmCount", waiting.size())
                                .with("vmName", waiting.getFirst().vmName()));
            }
            var outlook = admission.outlook(host.cluster(), new TreeSet<>(List.of(host.host())), new TreeMap<>());
            return outlook.survivable()
                    ? Optional.empty()
                    : doubt("ha-spare", outlook.detail()).map(doubt -> doubt.with("why", outlook.detail()));
        }

        void proveAgain(ParkedHost host) {
            drains.prove(host.host(), DpmTasks.BY);
        }

        private static Optional<DpmReason> doubt(String code, String detail) {
            return Optional.of(DpmReason.of(code, detail.strip()));
        }
    }
}
