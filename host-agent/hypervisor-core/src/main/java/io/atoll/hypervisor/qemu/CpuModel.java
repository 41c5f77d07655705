package io.atoll.hypervisor.qemu;

import io.atoll.model.CpuBaseline;
import io.atoll.model.GuestCpuFeatures;
import java.util.stream.Collectors;

/** A cluster's CPU baseline in QEMU's words. */
final class CpuModel {

    private CpuModel() {}

    /**
     * The base model every host has, plus the baseline's features one by one. QEMU refuses to start ({@code enforce})
     * where the host lacks one, rather than show the guest less than it may have used elsewhere.
     */
    static String option(CpuBaseline baseline) {
        var more = baseline.features().minus(CpuBaseline.QEMU64.features()).names().stream()
                .map(feature -> ",+" + GuestCpuFeatures.qemuName(feature).orElseThrow())
                .collect(Collectors.joining());
        return "qemu64" + (baseline.features().names().contains("svm") ? "" : ",-svm") + more + ",enforce=on";
    }
}
