package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.power.HostPower;
import io.atoll.manager.power.OffMode;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.model.HostId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What is done to a host while it is empty, as tasks; in the caller's transaction. */
@Component
class RollingActions {
    static final String RUN_HOOK = "host.run-hook";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HostPower power;
    private final Inventory inventory;
    private final Tasks tasks;

    RollingActions(HostPower power, Inventory inventory, Tasks tasks) {
        this.power = power;
        this.inventory = inventory;
        this.tasks = tasks;
    }

    /** Begins the action; null: there is nothing to do. Hosts are never rebooted under VMs. */
    @Nullable
    TaskId begin(RollingSettings settings, HostId host, String requestedBy, TaskId parent) {
        return switch (settings.action()) {
            case NONE -> null;
            case REBOOT -> power.cycle(host, OffMode.GRACEFUL, false, requestedBy);
            case HOOK -> runHook(Objects.requireNonNull(settings.hook()), host, requestedBy, parent);
        };
    }

    boolean isAwake(HostId host) {
        return inventory.host(host).filter(Host::isReady).isPresent();
    }

    /** Switches a host on that sleeps; refused with POWER_NOT_CONFIGURED where nobody could. */
    TaskId wake(HostId host, String requestedBy) {
        return power.switchOn(host, requestedBy);
    }

    /** Refuses with POWER_NOT_CONFIGURED what could be done to some of the hosts only, naming the others. */
    void requirePossible(RollingSettings settings, List<Host> hosts) {
        if (settings.action() != RollingAction.REBOOT) {
            return;
        }
        var without =
                hosts.stream().filter(host -> power.kindOf(host.id()).isEmpty()).toList();
        if (!without.isEmpty()) {
            throw new AtollException(
                    ErrorCode.POWER_NOT_CONFIGURED,
                    "%d of the %d hosts have no power control, so nothing could reboot them: %s."
                            .formatted(
                                    without.size(),
                                    hosts.size(),
                                    without.stream().map(Host::name).collect(Collectors.joining(", "))),
                    without.stream()
                            .map(host -> Cause.host(
                                    host.name(), "power", "Host %s has no power control.".formatted(host.name())))
                            .toList(),
                    List.of(
                            Hint.of("Set their power control, or leave them out of hostIds."),
                            Hint.of("Or choose the action NONE or HOOK.")));
        }
    }

    private TaskId runHook(RollingSettings.Hook hook, HostId host, String requestedBy, TaskId parent) {
        var params = new RunHookStep.Params(host.toString(), hook.name(), hook.deadlineSeconds());
        return tasks.submit(TaskRequest.of(
                        RUN_HOOK,
                        List.of(
                                TaskObject.mentioned("host", host, name(host)),
                                TaskObject.locked("hook", host, hook.name())),
                        JSON.valueToTree(params),
                        requestedBy,
                        RunHookStep.NAME)
                .withParent(parent));
    }

    private String name(HostId host) {
        return inventory
                .host(host)
                .orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s.".formatted(host)))
                .name();
    }
}
