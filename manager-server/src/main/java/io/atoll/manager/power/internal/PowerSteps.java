package io.atoll.manager.power.internal;

import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.egress.ManagementNetworks;
import io.atoll.manager.inventory.HostDeaths;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.power.PowerReading.State;
import io.atoll.manager.power.internal.driver.IpmiTool;
import io.atoll.manager.power.internal.driver.PowerDrivers;
import io.atoll.manager.task.StepHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of tasks about hosts' power, and what they share. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PowerProperties.class)
class PowerSteps {
    static final String READ = "host.read-power";
    static final String SWITCH_OFF = "host.switch-off";
    static final String SWITCH_ON = "host.switch-on";
    static final String AWAIT_AGENT = "host.await-agent";
    static final String TELL_HA = "host.tell-ha-off";
    static final String POWER_ON = "host.power-on";
    /** The kind of a task that tries whether a host can be woken. */
    static final String TEST_WAKE = "host.test-wake";

    @Bean
    PowerDrivers powerDrivers(ManagementNetworks networks, PowerProperties properties) {
        var tool = new IpmiTool(properties.ipmitool(), properties.answerLimit());
        return new PowerDrivers(networks, tool, properties.answerLimit());
    }

    @Bean
    PowerTools powerTools(
            HostPowerStore store, PowerDrivers drivers, Inventory inventory, AgentLink agents, PowerNotes notes) {
        return new PowerTools(store, drivers, inventory, agents, notes);
    }

    @Bean
    StepHandler tellHaStep(
            PowerTools tools, PowerKnowledge knowledge, ObjectProvider<HostDeaths> deaths, PowerProperties properties) {
        return new TellHaStep(tools, knowledge, deaths, properties.lookEvery());
    }

    @Bean
    StepHandler readPowerStep(PowerTools tools) {
        return new ReadPowerStep(tools);
    }

    @Bean
    StepHandler switchOffStep(PowerTools tools, PowerGuard guard, PowerProperties properties) {
        return new SwitchStep(State.OFF, tools, guard, properties.lookEvery());
    }

    @Bean
    StepHandler switchOnStep(PowerTools tools, PowerGuard guard, PowerProperties properties) {
        return new SwitchStep(State.ON, tools, guard, properties.lookEvery());
    }

    @Bean
    StepHandler awaitAgentStep(PowerTools tools, PowerProperties properties) {
        return new AwaitAgentStep(tools, properties.lookEvery());
    }
}
