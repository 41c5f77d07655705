package io.atoll.manager.power.internal;

import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.power.PowerReading;
import io.atoll.manager.power.internal.StoredPower.Failure;
import io.atoll.manager.power.internal.driver.PowerDriver;
import io.atoll.manager.power.internal.driver.PowerDrivers;
import io.atoll.manager.power.internal.driver.PowerException;
import io.atoll.manager.power.internal.wake.WakeAttempt;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskFailure;
import io.atoll.model.HostId;

/** What every step about a host's power needs. */
record PowerTools(HostPowerStore store, PowerDrivers drivers, Inventory inventory, AgentLink agents, PowerNotes notes) {
    /** The host a step works on, with the way to its power. */
    record Subject(Host host, StoredPower power, PowerDriver driver, AgentContact agent, PowerParams params) {
        HostId id() {
            return host.id();
        }
    }

    Subject subject(StepContext context) throws PowerException {
        var params = context.params(PowerParams.class);
        var id = HostId.parse(params.hostId());
        var host =
                inventory.host(id).orElseThrow(() -> new AtollException(ErrorCode.HOST_NOT_FOUND, "The host is gone."));
        var power = store.find(id)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.POWER_NOT_CONFIGURED,
                        "The power control of host %s is gone.".formatted(host.name())));
        var agent = new AgentContact(agents, id, context);
        return new Subject(host, power, drivers.of(power.settings(), agent), agent, params);
    }

    /** Ends a step, and keeps why beside the host. */
    StepOutcome fail(StepContext context, TaskFailure failure) {
        var id = HostId.parse(context.params(PowerParams.class).hostId());
        notes.failed(context, id, new Failure(failure.code(), failure.detail()));
        Waking.failed(context, new WakeAttempt.Failure(failure.code(), failure.detail()))
                .ifPresent(attempt -> notes.woke(context, id, attempt));
        return StepOutcome.failed(failure);
    }

    StepOutcome fail(StepContext context, ErrorCode code, String detail, String hint) {
        return fail(context, TaskFailure.of(code.name(), detail, hint));
    }

    /** A control that says OFF while the host's own agent answers: one of the two is wrong, and the agent cannot be. */
    StepOutcome contradicted(StepContext context, Subject subject) {
        return fail(
                context,
                ErrorCode.POWER_CONTRADICTED,
                "%s says that host %s is off, but the host's agent answers at %s."
                        .formatted(
                                subject.driver().label(),
                                subject.host().name(),
                                subject.host().endpoint().address()),
                "Check that this controller belongs to this host and to no other, and its firmware; the host is not off.");
    }

    void saw(StepContext context, Subject subject, PowerReading reading) {
        notes.saw(context, subject.id(), reading);
        context.result("state", reading.state().name());
        context.result("detail", reading.detail());
        context.result("kind", subject.power().settings().kind().name());
    }
}
