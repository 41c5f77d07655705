package io.atoll.hypervisor.qemu;

import io.atoll.model.CpuBaseline;
import java.util.Map;
import java.util.stream.Collectors;

/** A cluster's CPU baseline in QEMU's words. */
final class CpuModel {

    /** Linux's name of a feature where QEMU has another one. */
    private static final Map<String, String> QEMU_NAMES =
            Map.of("lahf_lm", "lahf-lm", "sse4_1", "sse4.1", "sse4_2", "sse4.2");

    private CpuModel() {}

    /**
     * The base model every host has, plus the baseline's features one by one. QEMU refuses to start ({@code enforce})
     * where the host lacks one, rather than show the guest less than it may have used elsewhere.
     */
    static String option(CpuBaseline baseline) {
        var more = baseline.features().minus(CpuBaseline.QEMU64.features()).names().stream()
                .map(feature -> ",+" + QEMU_NAMES.getOrDefault(feature, feature))
                .collect(Collectors.joining());
        return "qemu64,-svm" + more + ",enforce=on";
    }
}
