package io.atoll.manager.vm.internal;

import io.atoll.manager.console.ConsoleTargets;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells the consoles where VMs are; asked with every open console, so one small query. */
@Component
class VmConsoleTargets implements ConsoleTargets {
    private final JdbcClient jdbc;

    VmConsoleTargets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<ConsoleTarget> find(VmId vm) {
        return jdbc.sql("select host_id, power_state from vm where id = :id")
                .param("id", vm.value())
                .query((row, index) -> {
                    UUID host = row.getObject("host_id", UUID.class);
                    var state = VmPowerState.valueOf(row.getString("power_state"));
                    return new ConsoleTarget(
                            host == null || !hasConsole(state) ? null : new HostId(host),
                            state == VmPowerState.MIGRATING,
                            state.name());
                })
                .optional();
    }

    private static boolean hasConsole(VmPowerState state) {
        return switch (state) {
            case RUNNING, PAUSED, STOPPING, MIGRATING, STARTING -> true;
            case CREATING, STOPPED, CRASHED, UNKNOWN, DELETING, FAILED -> false;
        };
    }
}
