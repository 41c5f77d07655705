package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.vm.internal.VmDraft;
import io.atoll.manager.vm.internal.VmService;
import io.atoll.manager.vm.internal.batch.BatchStore.Template;
import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings;
import io.atoll.model.ClusterId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at all that is said of a batch before anything of it is written, and says everything that is wrong at once. */
@Component
class BatchChecks {
    private static final String PATTERN = "namePattern";

    private final VmService vms;
    private final BatchStore store;
    private final Inventory inventory;

    BatchChecks(VmService vms, BatchStore store, Inventory inventory) {
        this.vms = vms;
        this.store = store;
        this.inventory = inventory;
    }

    BatchOrder checked(VmBatchDraft said) {
        var check = new InputCheck();
        int count = check.range("count", check.present("count", said.count(), 1), 1, VmBatchDraft.MOST_VMS);
        var names = names(said, count, check);
        var labels = check.labels("labels", said.labels());
        int maxParallel = said.maxParallel() == null
                ? VmBatchDraft.USUAL_PARALLEL
                : check.range("maxParallel", said.maxParallel(), 1, VmBatchDraft.MOST_PARALLEL);
        var draft = said.said();
        check.description("spec.description", draft.description());
        if (count > 1) {
            refuseWhatIsForOne(draft, count, check);
        }
        var cluster = clusterOf(draft);
        var taken = taken(cluster, names);
        var told = told(names.isEmpty() ? "unnamed" : names.getFirst(), draft, check, taken);
        requireFree(taken, names.size());
        var template = new Template(draft.withoutCloudInit(), new TreeMap<>(labels), told);
        // The spec was found right, so its cluster is there.
        return new BatchOrder(cluster, clusterName(cluster), names, maxParallel, template);
    }

    private static List<String> names(VmBatchDraft said, int count, InputCheck check) {
        int first = said.first() == null ? 1 : check.range("first", said.first(), 0, VmBatchDraft.LAST_FIRST);
        var names = NamePattern.parse(check.present(PATTERN, said.namePattern(), "vm-{n}"), check)
                .map(pattern -> pattern.names(first, count))
                .orElse(List.of());
        var faulty = new LinkedHashMap<String, List<String>>();
        names.forEach(name -> InputCheck.nameFault("A name", name)
                .ifPresent(fault ->
                        faulty.computeIfAbsent(fault, _ -> new ArrayList<>()).add(name)));
        faulty.forEach((fault, those) -> check.refuse(
                PATTERN,
                "%d of %d names are not possible, the first of them \"%s\" with %d characters. %s"
                        .formatted(
                                those.size(),
                                count,
                                those.getFirst(),
                                those.getFirst().length(),
                                fault)));
        return names;
    }

    private static void refuseWhatIsForOne(VmDraft draft, int count, InputCheck check) {
        var networks = draft.networks() == null ? List.<VmDraft.NetworkWish>of() : draft.networks();
        for (var i = 0; i < networks.size(); i++) {
            var wish = networks.get(i);
            if (wish != null && wish.address() != null) {
                check.refuse(
                        "spec.networks[%d].address".formatted(i),
                        "%d VMs cannot share the address %s. Leave it out: each VM gets a free one of the network."
                                .formatted(count, shortened(wish.address())));
            }
        }
        var cloudInit = draft.cloudInit();
        if (cloudInit != null && cloudInit.hostname() != null) {
            check.refuse(
                    "spec.cloudInit.hostname",
                    "%d VMs cannot share a host name. Leave it out: each guest is named after its VM."
                            .formatted(count));
        }
    }

    private static String shortened(String address) {
        return address.length() <= 64 && address.chars().noneMatch(Character::isISOControl)
                ? address
                : "that was given";
    }

    private static ClusterId clusterOf(VmDraft draft) {
        // What is wrong with it is said when the whole spec is looked at.
        return new InputCheck().id("spec.clusterId", draft.clusterId(), ClusterId::new);
    }

    private String clusterName(ClusterId cluster) {
        return inventory
                .cluster(cluster)
                .map(Cluster::name)
                .orElseThrow(() ->
                        new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(cluster)));
    }

    private List<Cause> taken(ClusterId cluster, List<String> names) {
        var holders = store.taken(cluster, names);
        return names.stream()
                .filter(name -> holders.containsKey(name.toLowerCase(Locale.ROOT)))
                .map(name -> taken(name, holders))
                .toList();
    }

    private static Cause taken(String name, Map<String, String> holders) {
        return new Cause(
                PATTERN,
                null,
                null,
                ErrorCode.NAME_TAKEN.name(),
                null,
                null,
                null,
                "A VM named \"%s\" %s.".formatted(name, holders.get(name.toLowerCase(Locale.ROOT))));
    }

    /** A spec that is wrong is told together with the names that are taken. */
    private @Nullable CloudInitSettings told(String name, VmDraft draft, InputCheck check, List<Cause> taken) {
        try {
            return vms.check(name, draft, check);
        } catch (AtollException e) {
            if (e.code() != ErrorCode.VALIDATION_FAILED || taken.isEmpty()) {
                throw e;
            }
            var all = new ArrayList<>(e.causes());
            all.addAll(taken);
            throw new AtollException(
                    ErrorCode.VALIDATION_FAILED,
                    "%s And %d names are taken.".formatted(e.getMessage(), taken.size()),
                    all,
                    e.hints());
        }
    }

    private static void requireFree(List<Cause> taken, int count) {
        if (!taken.isEmpty()) {
            throw new AtollException(
                    ErrorCode.NAME_TAKEN,
                    "%d of %d names are taken; upper and lower case do not make a difference. %s"
                            .formatted(taken.size(), count, taken.getFirst().detail()),
                    taken,
                    List.of(Hint.of("Choose another namePattern, or begin with another number (first).")));
        }
    }
}
