package io.atoll.manager.inventory;

import io.atoll.model.CpuFeatureSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What of a VM's hardware not every host can give, by the names that hosts report as capabilities. Among the features that a
 * scheduler compares they have a prefix, which no processor's feature has.
 */
public final class HostNeeds {
    public static final String HARDWARE_OPTIONS = "hardware-options";
    public static final String NETWORK_BOOT = "network-boot";
    public static final String UEFI = "uefi";
    public static final String SECURE_BOOT = "secure-boot";
    public static final String TPM = "tpm";

    private static final String PREFIX = "host.";

    private HostNeeds() {}

    /** What a VM asks of its host, beside the features of its processor. */
    public static CpuFeatureSet asFeatures(Collection<String> needs) {
        return CpuFeatureSet.of(needs.stream().map(PREFIX::concat).toList());
    }

    /** All that a host offers. */
    public static CpuFeatureSet offered(Host.Facts facts) {
        return CpuFeatureSet.of(facts.cpuFeatures()).plus(asFeatures(facts.capabilities()));
    }

    /** Those of the features that are needs, by their own names. */
    public static List<String> among(Collection<String> features) {
        return features.stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .toList();
    }

    /** Those of the features that are a processor's. */
    public static List<String> processorOnly(Collection<String> features) {
        var rest = new ArrayList<>(features);
        rest.removeIf(name -> name.startsWith(PREFIX));
        return rest;
    }

    /** What a host lacks that cannot give it, with what helps. */
    public static String explain(String need) {
        return switch (need) {
            case HARDWARE_OPTIONS -> "CPU topology and boot order (update its agent)";
            case NETWORK_BOOT -> "booting from the network (install the package ipxe-qemu)";
            case UEFI -> "UEFI (install the package ovmf)";
            case SECURE_BOOT -> "Secure Boot (install the package ovmf)";
            case TPM -> "a TPM (install the package swtpm)";
            default -> need;
        };
    }
}
