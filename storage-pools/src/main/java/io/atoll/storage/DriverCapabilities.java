package io.atoll.storage;

import java.util.List;

/** What a pool driver can do in this place, and how we know. */
public record DriverCapabilities(String driverName, List<Capability> capabilities) {
    public DriverCapabilities {
        capabilities = List.copyOf(capabilities);
    }

    /**
     * One thing a driver can or cannot do.
     *
     * @param name stable, lower case with dashes
     * @param evidence how it was found out: what was tried, and what happened
     */
    public record Capability(String name, boolean supported, String evidence) {}

    public boolean supports(String capabilityName) {
        return capabilities.stream().anyMatch(each -> each.name().equals(capabilityName) && each.supported());
    }
}
