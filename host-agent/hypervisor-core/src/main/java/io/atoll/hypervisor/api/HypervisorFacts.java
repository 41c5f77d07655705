package io.atoll.hypervisor.api;

import java.util.List;

/**
 * What runs VMs on this host.
 *
 * @param driver {@code qemu} or {@code sim}
 * @param version of the hypervisor, for example {@code 10.0.2}
 * @param acceleratorReason one sentence
 * @param controlGroups whether high availability can have an effect here
 * @param warnings what the admin should know, worst first
 * @param offer what guests can be given
 */
public record HypervisorFacts(
        String driver,
        String version,
        Accelerator accelerator,
        String acceleratorReason,
        ControlGroups controlGroups,
        List<Warning> warnings,
        GuestOffer offer) {

    public HypervisorFacts {
        warnings = List.copyOf(warnings);
    }

    /** Of one that does not say what it can give guests. */
    public HypervisorFacts(
            String driver,
            String version,
            Accelerator accelerator,
            String acceleratorReason,
            ControlGroups controlGroups,
            List<Warning> warnings) {
        this(driver, version, accelerator, acceleratorReason, controlGroups, warnings, GuestOffer.UNKNOWN);
    }

    /** Who executes guest instructions. */
    public enum Accelerator {
        /** The processor itself. */
        KVM,
        /** Software emulation, ten times slower or more. */
        TCG
    }

    /**
     * Something that works, but not as it should.
     *
     * @param code stable, UPPER_SNAKE
     * @param fix what to do about it
     */
    public record Warning(String code, String detail, String fix) {}
}
