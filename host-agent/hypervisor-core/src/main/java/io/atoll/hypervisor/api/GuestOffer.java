package io.atoll.hypervisor.api;

import io.atoll.model.CpuFeatureSet;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What guests can be given on this host, as its hypervisor itself says.
 *
 * @param cpuFeatures those of {@link io.atoll.model.GuestCpuFeatures} that it can give; empty: it could not be asked
 * @param cpuModels the hypervisor's named CPU models that lack nothing here, in alphabetical order; empty: it could not be asked
 */
public record GuestOffer(CpuFeatureSet cpuFeatures, List<String> cpuModels, SortedSet<Capability> capabilities) {
    /** Nothing is known. */
    public static final GuestOffer UNKNOWN = new GuestOffer(CpuFeatureSet.NONE, List.of(), new TreeSet<>());

    public GuestOffer {
        cpuModels = List.copyOf(cpuModels);
        capabilities = Collections.unmodifiableSortedSet(new TreeSet<>(capabilities));
    }

    public boolean isKnown() {
        return !cpuModels.isEmpty();
    }

    /** What not every host has. */
    public enum Capability {
        /** CPU topology and boot order, which agents of before would ignore. */
        HARDWARE_OPTIONS("hardware-options"),
        /** Booting from the network. */
        NETWORK_BOOT("network-boot"),
        /** Firmware by UEFI. */
        UEFI("uefi"),
        /** UEFI that runs only what is signed. */
        SECURE_BOOT("secure-boot"),
        /** An emulated TPM 2.0. */
        TPM("tpm");

        private final String label;

        Capability(String label) {
            this.label = label;
        }

        /** Its name in the protocol. */
        public String label() {
            return label;
        }
    }
}
