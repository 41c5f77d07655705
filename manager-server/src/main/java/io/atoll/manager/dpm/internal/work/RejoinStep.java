package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.book.ParkedState;
import io.atoll.manager.drs.Balancing;
import io.atoll.manager.maintenance.HostDrains;
import io.atoll.manager.maintenance.HostDrains.Drain;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import org.springframework.stereotype.Component;

/**
 * Takes the host back into use. Where nobody balances the cluster, VMs come home whose coming makes it better; otherwise that is
 * left to balancing. A host that somebody took back already is only let go.
 */
@Component
class RejoinStep implements StepHandler {
    private final ParkingDesk desk;
    private final HostDrains drains;
    private final Balancing balancing;

    RejoinStep(ParkingDesk desk, HostDrains drains, Balancing balancing) {
        this.desk = desk;
        this.drains = drains;
        this.balancing = balancing;
    }

    @Override
    public String name() {
        return DpmSteps.REJOIN;
    }

    @Override
    public boolean cancellable() {
        return false;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var mine = desk.mine(context);
        if (mine.isEmpty()) {
            return StepOutcome.done();
        }
        var drain = drains.of(mine.get().host());
        if (drain.isEmpty()) {
            desk.forget(context);
            return StepOutcome.done();
        }
        act(context, drain.get());
        return StepOutcome.running(
                50, "It is being taken back into use", desk.limits().lookEvery());
    }

    private void act(StepContext context, Drain drain) {
        try {
            switch (drain.state()) {
                case ENTERING -> drains.callOff(desk.mine(context).orElseThrow().host(), DpmTasks.BY);
                case IN_MAINTENANCE ->
                    desk.change(context, host -> {
                        drains.takeBack(
                                host.host(),
                                !balancing.acts(host.cluster()),
                                DpmTasks.BY,
                                context.operation().task());
                        return host.in(ParkedState.EXITING, context.now());
                    });
                case LEAVING, LEFT, CANCELLED -> {}
            }
        } catch (AtollException e) {
            // Its state has changed meanwhile: the next look sees how.
            if (e.code() != ErrorCode.HOST_WRONG_STATE
                    && e.code() != ErrorCode.MAINTENANCE_WRONG_STATE
                    && e.code() != ErrorCode.TASK_NOT_CANCELLABLE) {
                throw e;
            }
        }
    }
}
