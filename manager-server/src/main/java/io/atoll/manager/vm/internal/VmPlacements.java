package io.atoll.manager.vm.internal;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.placement.PlacementReport.Part;
import io.atoll.manager.placement.PlacementReport.Ranked;
import io.atoll.manager.placement.PlacementReport.Refused;
import io.atoll.manager.placement.Placements;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.vm.internal.PlacementHistory.DecisionView;
import io.atoll.manager.vm.jpa.VmStore;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Why a VM is where it is, and why it is not elsewhere. */
@Component
public class VmPlacements {
    private final VmStore vms;
    private final VmDemands demands;
    private final Placements placements;
    private final PlacementHistory history;
    private final Inventory inventory;

    VmPlacements(VmStore vms, VmDemands demands, Placements placements, PlacementHistory history, Inventory inventory) {
        this.vms = vms;
        this.demands = demands;
        this.placements = placements;
        this.history = history;
        this.inventory = inventory;
    }

    /**
     * Why a VM is where it is.
     *
     * @param hostId where it runs, or may be running; null: nowhere
     * @param decision what brought it to that host; null: it runs nowhere, or nobody here decided it
     * @param earlier other decisions, the newest first
     * @param asked why not the host that was asked about; null: none was
     */
    public record View(
            @Nullable UUID hostId,
            @Nullable String hostName,
            @Nullable DecisionView decision,
            List<DecisionView> earlier,
            @Nullable AskedView asked) {
        public View {
            earlier = List.copyOf(earlier);
        }
    }

    /**
     * Whether the VM could be on a host now.
     *
     * @param rank 1 for the best of the hosts that fit; null: it does not fit
     * @param refused everything that is in the way; null: it fits
     * @param answer the same in a sentence
     */
    public record AskedView(
            UUID hostId,
            String hostName,
            boolean fits,
            @Nullable Integer rank,
            @Nullable Ranked ranked,
            @Nullable Refused refused,
            String answer) {}

    @Transactional(readOnly = true)
    public View of(VmId id, @Nullable HostId asked) {
        var vm = vms.find(id.value()).orElseThrow(() -> VmChanges.notFound(id));
        var host = vm.status().host();
        var all = history.of(id);
        var decision = host == null
                ? null
                : all.stream()
                        .findFirst()
                        .filter(one -> one.hostId().equals(host.value()))
                        .orElse(null);
        return new View(
                host == null ? null : host.value(),
                host == null ? null : inventory.host(host).map(Host::name).orElse(null),
                decision,
                all.stream().filter(one -> !one.equals(decision)).toList(),
                asked == null ? null : asked(vm, asked));
    }

    private AskedView asked(VmRecord vm, HostId id) {
        var host = inventory
                .host(id)
                .filter(found -> found.clusterId().equals(vm.spec().clusterId()))
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_NOT_FOUND, "There is no host %s in the cluster.".formatted(id)));
        var report = placements.consider(demands.anywhere(vm));
        var ranked = report.ranked();
        for (var i = 0; i < ranked.size(); i++) {
            if (ranked.get(i).hostId().equals(id.value())) {
                return new AskedView(id.value(), host.name(), true, i + 1, ranked.get(i), null, answer(vm, report, i));
            }
        }
        var refused = report.refused().stream()
                .filter(one -> one.hostId().equals(id.value()))
                .findFirst()
                .orElse(null);
        var why = refused == null
                ? "%s is %s.".formatted(host.name(), host.link().phase())
                : refused.refusals().stream()
                        .map(reason -> "%s %s.".formatted(host.name(), reason.detail()))
                        .collect(Collectors.joining(" "));
        return new AskedView(id.value(), host.name(), false, null, null, refused, why);
    }

    private static String answer(VmRecord vm, PlacementReport report, int place) {
        var host = report.ranked().get(place);
        var here = vm.status().host();
        if (here != null && here.value().equals(host.hostId())) {
            return "It is there: number %d of %d hosts that fit now."
                    .formatted(place + 1, report.ranked().size());
        }
        if (place == 0) {
            return "%s is the best of %d hosts that fit now."
                    .formatted(host.hostName(), report.ranked().size());
        }
        var best = report.ranked().getFirst();
        return "%s would do, as number %d of %d hosts that fit now. It costs more than %s, the best: %s."
                .formatted(host.hostName(), place + 1, report.ranked().size(), best.hostName(), more(host, best));
    }

    /** What one host costs more than another, or that it is a tie. */
    private static String more(Ranked host, Ranked best) {
        var dearer = host.parts().stream()
                .filter(part -> part.cost() > cost(best, part))
                .map(Part::detail)
                .toList();
        return dearer.isEmpty() ? "nothing; the order of their ids decides" : String.join("; ", dearer);
    }

    private static double cost(Ranked host, Part like) {
        return host.parts().stream()
                .filter(part -> part.name().equals(like.name()) && Objects.equals(part.rule(), like.rule()))
                .mapToDouble(Part::cost)
                .sum();
    }
}
