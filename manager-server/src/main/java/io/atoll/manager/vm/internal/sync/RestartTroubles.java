package io.atoll.manager.vm.internal.sync;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.HaSettings.Retries;
import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.facts.VmHaState;
import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.ha.HaSight;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.VmStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Why a VM that HA is restarting does not run yet, by the word of the host it was given to, and what HA does next. */
@Component
class RestartTroubles {
    private final HaSight sight;
    private final Inventory inventory;

    RestartTroubles(HaSight sight, Inventory inventory) {
        this.sight = sight;
        this.inventory = inventory;
    }

    /**
     * What is the matter.
     *
     * @param seen the status that it was found for
     * @param tried whether HA tries again
     */
    record Trouble(VmStatus seen, String text, boolean tried) {}

    /** Empty: nothing is, or it is said already. */
    Optional<Trouble> look(VmRecord vm, Owner owner) {
        var host = owner.host();
        if (!vm.status().isRestartedByHa()
                || host == null
                || !vm.status().epoch().equals(owner.epoch())) {
            return Optional.empty();
        }
        var name = inventory.host(host).map(found -> found.name()).orElse(host.toString());
        return sight.now()
                .flatMap(seen -> Optional.ofNullable(seen.facts().vms().states().get(vm.id())))
                .filter(state -> state.host().equals(host) && state.epoch().equals(owner.epoch()))
                .flatMap(state -> trouble(vm, owner, state, name))
                .filter(trouble -> !trouble.text().equals(vm.status().detail()));
    }

    private Optional<Trouble> trouble(VmRecord vm, Owner owner, VmHaState state, String host) {
        return switch (state.phase()) {
            case STARTING, RUNNING, READY, STOPPED -> Optional.empty(); // its host's own report says the rest
            case GONE ->
                Optional.of(of(vm, owner, "It ended on %s together with that host's lease.".formatted(host), null));
            case FAILED ->
                Optional.of(of(
                        vm,
                        owner,
                        "It does not run on %s: %s.".formatted(host, sentence(state.reason())),
                        cause(state.reason())));
        };
    }

    private Trouble of(VmRecord vm, Owner owner, String what, @Nullable FailureCause cause) {
        var cluster = inventory.cluster(vm.spec().clusterId());
        var next = next(vm.spec().ha(), cluster, owner, cause);
        return next.isPresent()
                ? new Trouble(vm.status(), what + " " + next.get(), true)
                : new Trouble(
                        vm.status(),
                        what
                                + " HA does nothing more about it, as its settings say; start it when the cause is removed.",
                        false);
    }

    /** Empty: HA leaves it alone. */
    private static Optional<String> next(
            HaIntent intent, Optional<Cluster> cluster, Owner owner, @Nullable FailureCause cause) {
        if (!intent.wanted()
                || cluster.filter(found -> found.ha().acts()).isEmpty()
                || owner.desired() != Owner.DesiredState.RUNNING
                || (cause != null && !restarts(intent.health(), cause))) {
            return Optional.empty();
        }
        if (cause == FailureCause.IMAGE_LOCKED) {
            return Optional.of("HA tries again for as long as that lasts.");
        }
        var ha = cluster.get().ha();
        var failures = owner.failures() + 1;
        return Optional.of(
                failures <= ha.restartAttempts()
                        ? "HA tries again at once (failure %d, pauses begin after %d)."
                                .formatted(failures, ha.restartAttempts())
                        : "HA tries again after a pause of %d s (failure %d)."
                                .formatted(pauseSeconds(ha, failures), failures));
    }

    private static long pauseSeconds(ClusterHa ha, int failures) {
        var retries = new Retries(
                ha.restartAttempts(),
                Duration.ofSeconds(ha.pauses().firstSeconds()),
                Duration.ofSeconds(ha.pauses().longestSeconds()),
                Retries.DEFAULT.forgottenAfter());
        return retries.delayAfter(failures).toSeconds();
    }

    private static boolean restarts(HaIntent.HealthPolicy policy, FailureCause cause) {
        return switch (cause) {
            case QEMU_CRASHED, START_FAILED, IMAGE_LOCKED -> true;
            case GUEST_PANICKED -> policy != HaIntent.HealthPolicy.PROCESS_ENDS;
            case GUEST_SILENT -> policy == HaIntent.HealthPolicy.GUEST_STOPS_ANSWERING;
        };
    }

    /** The word before the colon; one that nobody knows is a start that failed. */
    private static FailureCause cause(@Nullable String reason) {
        for (var cause : FailureCause.values()) {
            if (reason != null && reason.startsWith(cause + ":")) {
                return cause;
            }
        }
        return FailureCause.START_FAILED;
    }

    private static String sentence(@Nullable String reason) {
        if (reason == null) {
            return "its host gives no reason";
        }
        var colon = reason.indexOf(": ");
        var text = colon < 0 ? reason : reason.substring(colon + 2);
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
