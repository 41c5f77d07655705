package io.atoll.model;

import java.util.List;

/**
 * The CPU every guest of a cluster sees, so that it can move to any host that has at least these features. The levels are
 * those of the x86-64 psABI; each contains the one before.
 */
public record CpuBaseline(String name, CpuFeatureSet features) {
    /** What every x86-64 processor has, and what QEMU's default model shows. */
    public static final CpuBaseline QEMU64 = new CpuBaseline(
            "qemu64", CpuFeatureSet.of("cmov", "cx8", "fpu", "fxsr", "lm", "mmx", "nx", "sse", "sse2", "syscall"));

    /** Nehalem (2008) and later. */
    public static final CpuBaseline X86_64_V2 =
            QEMU64.extended("x86-64-v2", "cx16", "lahf_lm", "pni", "popcnt", "sse4_1", "sse4_2", "ssse3");

    /** Haswell (2013) and later. */
    public static final CpuBaseline X86_64_V3 =
            X86_64_V2.extended("x86-64-v3", "abm", "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe", "xsave");

    /** Skylake server (2017) and later. */
    public static final CpuBaseline X86_64_V4 =
            X86_64_V3.extended("x86-64-v4", "avx512bw", "avx512cd", "avx512dq", "avx512f", "avx512vl");

    /** Every baseline a cluster can choose, lowest first. */
    public static final List<CpuBaseline> ALL = List.of(QEMU64, X86_64_V2, X86_64_V3, X86_64_V4);

    public static CpuBaseline parse(String name) {
        return ALL.stream()
                .filter(baseline -> baseline.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no CPU baseline of that name (%d characters). Choose one of %s."
                                .formatted(
                                        name.length(),
                                        ALL.stream().map(CpuBaseline::name).toList())));
    }

    /** Whether guests with this baseline run on a host that offers {@code hostFeatures}. */
    public boolean runsOn(CpuFeatureSet hostFeatures) {
        return hostFeatures.covers(features);
    }

    /** The highest baseline that every one of the hosts can run; {@link #QEMU64} when there are no hosts to ask. */
    public static CpuBaseline highestCommon(List<CpuFeatureSet> hosts) {
        return ALL.reversed().stream()
                .filter(baseline -> hosts.stream().allMatch(baseline::runsOn))
                .filter(_ -> !hosts.isEmpty())
                .findFirst()
                .orElse(QEMU64);
    }

    private CpuBaseline extended(String newName, String... more) {
        return new CpuBaseline(newName, features.plus(CpuFeatureSet.of(more)));
    }

    @Override
    public String toString() {
        return name;
    }
}
