package io.atoll.manager.power.internal;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.power.HostPower;
import io.atoll.manager.power.OffMode;
import io.atoll.manager.power.PowerFacts;
import io.atoll.manager.power.PowerKind;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Tells what is known of hosts' power, and submits what is done with it. */
@Service
@Transactional
public class HostPowerService implements HostPower {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HostPowerStore store;
    private final PowerKnowledge knowledge;
    private final PowerGuard guard;
    private final Inventory inventory;
    private final Tasks tasks;

    HostPowerService(
            HostPowerStore store, PowerKnowledge knowledge, PowerGuard guard, Inventory inventory, Tasks tasks) {
        this.store = store;
        this.knowledge = knowledge;
        this.guard = guard;
        this.inventory = inventory;
        this.tasks = tasks;
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<PowerKind> kindOf(HostId host) {
        return store.kindOf(host);
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<PowerFacts> facts(HostId host) {
        return inventory.host(host).map(known -> knowledge.of(known).facts());
    }

    @Override
    @Transactional(readOnly = true)
    public SortedMap<HostId, PowerFacts> facts(ClusterId cluster) {
        var facts = new TreeMap<HostId, PowerFacts>();
        knowledge.of(inventory.hosts(cluster)).forEach((host, known) -> facts.put(host, known.facts()));
        return facts;
    }

    /** Reads the state, and says what it saw. */
    public TaskId test(HostId id, String requestedBy) {
        var host = controlled(id);
        return submit(
                "host.power-test",
                host,
                new PowerParams(id.toString(), OffMode.GRACEFUL, true),
                requestedBy,
                PowerSteps.READ);
    }

    @Override
    public TaskId switchOn(HostId id, String requestedBy) {
        var host = controlled(id);
        var params = new PowerParams(id.toString(), OffMode.GRACEFUL, true);
        return submit(PowerSteps.POWER_ON, host, params, requestedBy, on(host).toArray(String[]::new));
    }

    @Override
    public TaskId switchOff(HostId id, OffMode mode, boolean withVms, String requestedBy) {
        var host = controlled(id);
        guard.requireSpareable(host, withVms);
        return submit(
                "host.power-off",
                host,
                new PowerParams(id.toString(), mode, withVms),
                requestedBy,
                PowerSteps.SWITCH_OFF,
                PowerSteps.TELL_HA);
    }

    @Override
    public TaskId cycle(HostId id, OffMode mode, boolean withVms, String requestedBy) {
        var host = controlled(id);
        guard.requireSpareable(host, withVms);
        var steps = new ArrayList<String>();
        steps.add(PowerSteps.SWITCH_OFF);
        steps.addAll(on(host));
        var params = new PowerParams(id.toString(), mode, withVms);
        return submit("host.power-cycle", host, params, requestedBy, steps.toArray(String[]::new));
    }

    @Override
    public TaskId testWake(HostId id, OffMode mode, String requestedBy) {
        var host = controlled(id);
        if (host.link().phase() == HostPhase.REVOKED) {
            throw new AtollException(
                    ErrorCode.HOST_WRONG_STATE,
                    "Host %s is REVOKED: its agent is never spoken to again, so nothing would tell that it has woken."
                            .formatted(host.name()),
                    Hint.of("Enrol it again first."));
        }
        guard.requireSpareable(host, false);
        return submit(
                PowerSteps.TEST_WAKE,
                host,
                new PowerParams(id.toString(), mode, false),
                requestedBy,
                PowerSteps.SWITCH_OFF,
                PowerSteps.SWITCH_ON,
                PowerSteps.AWAIT_AGENT);
    }

    /** The agent of a revoked host is never spoken to again, so nobody waits for it. */
    private static List<String> on(Host host) {
        return host.link().phase() == HostPhase.REVOKED
                ? List.of(PowerSteps.SWITCH_ON)
                : List.of(PowerSteps.SWITCH_ON, PowerSteps.AWAIT_AGENT);
    }

    private TaskId submit(String kind, Host host, PowerParams params, String requestedBy, String... steps) {
        var object = TaskObject.locked("host", host.id(), host.name());
        return tasks.submit(TaskRequest.of(kind, List.of(object), JSON.valueToTree(params), requestedBy, steps));
    }

    private Host controlled(HostId id) {
        var host = host(id);
        if (store.kindOf(id).isEmpty()) {
            throw new AtollException(
                    ErrorCode.POWER_NOT_CONFIGURED,
                    "Nobody has said how the power of host %s is controlled.".formatted(host.name()),
                    new Hint("Set its Redfish, IPMI or Wake-on-LAN.", "PUT /api/v1/hosts/" + id + "/power"));
        }
        return host;
    }

    private Host host(HostId id) {
        return inventory
                .host(id)
                .orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "There is no host %s.".formatted(id)));
    }
}
