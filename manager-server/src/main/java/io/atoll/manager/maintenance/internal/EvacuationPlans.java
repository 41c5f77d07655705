package io.atoll.manager.maintenance.internal;

import io.atoll.manager.api.DryRun.Violation;
import io.atoll.manager.ha.HaAdmission;
import io.atoll.manager.ha.HaOutlook;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.maintenance.internal.plan.Estimate;
import io.atoll.manager.maintenance.internal.plan.EvacuationPlanner;
import io.atoll.manager.maintenance.internal.plan.Foresight;
import io.atoll.manager.maintenance.internal.plan.Foresight.Foreseen;
import io.atoll.manager.maintenance.internal.plan.ItemLedger;
import io.atoll.manager.maintenance.internal.plan.MovePlan;
import io.atoll.manager.maintenance.internal.plan.PlannedMove;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.vm.MigrationPast;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.manager.vm.VmSubtasks.Occupant;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The plan that comes before a drain: every VM, where to, how long, and what cannot move with the choices there are. */
@Component
public class EvacuationPlans {
    private static final int MOST_CAUSES = 50;

    private final LiveClusters clusters;
    private final VmSubtasks vms;
    private final HaAdmission admission;
    private final MigrationPast past;
    private final Clock clock;

    EvacuationPlans(LiveClusters clusters, VmSubtasks vms, HaAdmission admission, MigrationPast past, Clock clock) {
        this.clusters = clusters;
        this.vms = vms;
        this.admission = admission;
        this.past = past;
        this.clock = clock;
    }

    /**
     * The plan.
     *
     * @param vms those of the host by name, then others that move to make room
     * @param blockedCount VMs that cannot move and for which nothing was chosen
     * @param bytes all memory that crosses the network
     * @param seconds how long the moves take; shutting down VMs comes on top
     * @param estimate what bytes, seconds and pauses are taken from
     * @param ha what is left of the room that HA needs while the host is away
     */
    public record EvacuationPlan(
            UUID hostId,
            String hostName,
            List<VmPlan> vms,
            int moveCount,
            int blockedCount,
            int waveCount,
            long bytes,
            double seconds,
            Estimate estimate,
            HaOutlook ha) {
        public EvacuationPlan {
            vms = List.copyOf(vms);
        }
    }

    /**
     * What is planned for one VM.
     *
     * @param choice what would be done
     * @param choices what could be chosen instead
     * @param wave from 0; moves of one wave run together; null: it does not move
     * @param blocker why it cannot move, with figures; null: it can, or it is not to
     * @param note what is worth knowing about it; empty: nothing
     */
    public record VmPlan(
            UUID vmId,
            String vmName,
            String powerState,
            boolean makesRoom,
            Choice choice,
            List<Choice> choices,
            @Nullable UUID targetHostId,
            String targetHostName,
            @Nullable Integer wave,
            long memoryMiB,
            @Nullable Long bytes,
            @Nullable Double seconds,
            @Nullable Long expectedPauseMs,
            @Nullable String blocker,
            String note) {}

    /** The plan with these choices, as things are now. Whoever runs there and is not in the choices is to move. */
    public EvacuationPlan plan(Host host, Terms terms, Map<VmId, Choice> choices) {
        var occupants = vms.occupants(host.id());
        var leaving = new TreeSet<VmId>();
        occupants.stream()
                .filter(ItemLedger::mayLeave)
                .filter(vm -> choices.getOrDefault(vm.id(), Choice.MOVE) == Choice.MOVE)
                .forEach(vm -> leaving.add(vm.id()));
        var plan = EvacuationPlanner.plan(new EvacuationPlanner.Facts(
                clusters.now(host.clusterId()), host.id(), leaving, vms.movable(host.clusterId())));
        var foreseen =
                Foresight.of(plan.moves(), plan.duration(), terms, past.measured(host.clusterId(), clock.instant()));
        var lastMoves = new HashMap<VmId, PlannedMove>();
        foreseen.moves().forEach(move -> lastMoves.put(move.vm(), move));
        var rows = new ArrayList<VmPlan>();
        occupants.forEach(vm -> rows.add(row(vm, choices.get(vm.id()), terms, plan, lastMoves.remove(vm.id()))));
        foreseen.moves().stream()
                .filter(move -> move.equals(lastMoves.get(move.vm())))
                .forEach(move -> rows.add(row(move)));
        return summed(host, foreseen, rows);
    }

    private EvacuationPlan summed(Host host, Foreseen plan, List<VmPlan> rows) {
        var elsewhere = new TreeMap<VmId, HostId>();
        plan.moves().forEach(move -> elsewhere.put(move.vm(), move.to()));
        var outlook = admission.outlook(host.clusterId(), new TreeSet<>(List.of(host.id())), elsewhere);
        return new EvacuationPlan(
                host.id().value(),
                host.name(),
                rows,
                plan.moves().size(),
                (int) rows.stream().filter(EvacuationPlans::isOpen).count(),
                plan.moves().stream().mapToInt(PlannedMove::wave).max().orElse(-1) + 1,
                plan.bytes(),
                plan.duration().toMillis() / 1e3,
                plan.estimate(),
                outlook);
    }

    private static boolean isOpen(VmPlan vm) {
        return vm.blocker != null && vm.choice == Choice.MOVE;
    }

    private static VmPlan row(
            Occupant vm, @Nullable Choice chosen, Terms terms, MovePlan plan, @Nullable PlannedMove move) {
        var state = ItemLedger.blocker(vm);
        var blocker = state != null ? state : plan.blocked().get(vm.id());
        var choice = chosen != null
                ? chosen
                : blocker != null && terms.stopRemaining() && vm.task() == null ? Choice.STOP : Choice.MOVE;
        var moving = choice == Choice.MOVE ? move : null;
        return new VmPlan(
                vm.id().value(),
                vm.name(),
                vm.state().name(),
                false,
                choice,
                blocker == null ? List.of(Choice.MOVE, Choice.STOP, Choice.SKIP) : List.of(Choice.STOP, Choice.SKIP),
                moving == null ? null : moving.to().value(),
                moving == null ? "" : moving.toName(),
                moving == null ? null : (Integer) moving.wave(),
                vm.memory().value(),
                moving == null ? null : (Long) moving.bytes(),
                moving == null ? null : (Double) (moving.duration().toMillis() / 1e3),
                moving == null ? null : (Long) moving.pause().toMillis(),
                choice == Choice.SKIP ? null : blocker,
                note(vm, moving, terms));
    }

    private static String note(Occupant vm, @Nullable PlannedMove move, Terms terms) {
        if (vm.arriving()) {
            return "It is on its way to this host; that is waited for.";
        }
        if (vm.task() != null) {
            return "Task %s is at work on it; that is waited for.".formatted(vm.task());
        }
        if (vm.state() == VmPowerState.UNKNOWN) {
            return "Its host does not answer, so nobody knows whether it runs; that is waited for.";
        }
        return move != null && move.pause().toMillis() > terms.pauseBoundMs()
                ? "It is expected to stand still for %d ms, more than the %d ms asked for: it may take long to move."
                        .formatted(move.pause().toMillis(), terms.pauseBoundMs())
                : "";
    }

    private static VmPlan row(PlannedMove move) {
        return new VmPlan(
                move.vm().value(),
                move.vmName(),
                "RUNNING",
                true,
                Choice.MOVE,
                List.of(Choice.MOVE),
                move.to().value(),
                move.toName(),
                move.wave(),
                move.memoryMiB(),
                move.bytes(),
                move.duration().toMillis() / 1e3,
                move.pause().toMillis(),
                null,
                "It moves to make room.");
    }

    /** What a real request would be refused for. */
    public static List<Violation> violations(EvacuationPlan plan) {
        var refusal = refusal(plan);
        return refusal == null
                ? List.of()
                : List.of(new Violation(refusal.code().name(), String.valueOf(refusal.getMessage()), refusal.causes()));
    }

    /** Refused where a VM cannot move and nobody chose what else is to become of it. */
    static void requireComplete(EvacuationPlan plan) {
        var refusal = refusal(plan);
        if (refusal != null) {
            throw refusal;
        }
    }

    private static @Nullable AtollException refusal(EvacuationPlan plan) {
        var open = plan.vms.stream().filter(EvacuationPlans::isOpen).toList();
        if (open.isEmpty()) {
            return null;
        }
        return new AtollException(
                ErrorCode.MAINTENANCE_BLOCKED,
                "%d of the %d VMs on host %s cannot leave it. %s: %s"
                        .formatted(
                                open.size(),
                                plan.vms.stream().filter(vm -> !vm.makesRoom).count(),
                                plan.hostName,
                                open.getFirst().vmName,
                                open.getFirst().blocker),
                open.stream()
                        .limit(MOST_CAUSES)
                        .map(vm -> new Cause(
                                "choices." + vm.vmId,
                                plan.hostName,
                                "evacuation",
                                ErrorCode.MAINTENANCE_BLOCKED.name(),
                                null,
                                null,
                                null,
                                "VM %s: %s".formatted(vm.vmName, Objects.requireNonNull(vm.blocker))))
                        .toList(),
                List.of(
                        Hint.of("Choose STOP or SKIP for each of them in choices, or set stopRemaining."),
                        Hint.of("Or make room: free memory on another host, or change the rule that is named.")));
    }
}
