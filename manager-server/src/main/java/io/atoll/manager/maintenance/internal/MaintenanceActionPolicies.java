package io.atoll.manager.maintenance.internal;

import io.atoll.manager.event.ActionPolicy;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In the event stream, too, actions on maintenances are offered to those who may do them. */
@Configuration(proxyBeanMethods = false)
class MaintenanceActionPolicies {
    @Bean
    ActionPolicy maintenanceActions() {
        return new Maintainers("maintenance");
    }

    @Bean
    ActionPolicy rollingMaintenanceActions() {
        return new Maintainers("rolling-maintenance");
    }

    private record Maintainers(String kind) implements ActionPolicy {
        @Override
        public boolean mayOffer(String action, Caller caller) {
            return caller.may(Permission.HOST_MAINTAIN);
        }
    }
}
