package io.atoll.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The CPU features a guest can be given one by one, by the names Linux has for them. What is not here depends on model, firmware or
 * registers of one machine, and would not survive a move to another.
 */
public final class GuestCpuFeatures {
    /** Linux's name of a feature, and QEMU's where that is another. */
    private static final SortedMap<String, String> QEMU_NAMES = Collections.unmodifiableSortedMap(names());

    /** All of them. */
    public static final CpuFeatureSet ALL = new CpuFeatureSet(new TreeSet<>(QEMU_NAMES.keySet()));

    /** With one of these a guest can run VMs itself. None is given unless somebody wants it. */
    public static final CpuFeatureSet NESTED = CpuFeatureSet.of("svm", "vmx");

    /** Those that one of the levels of {@link CpuBaseline} has. */
    public static final CpuFeatureSet OF_LEVELS = CpuBaseline.X86_64_V4.features();

    private GuestCpuFeatures() {}

    /** What QEMU calls a feature of {@link #ALL} or {@link #NESTED}; empty for any other name. */
    public static Optional<String> qemuName(String feature) {
        return NESTED.names().contains(feature) ? Optional.of(feature) : Optional.ofNullable(QEMU_NAMES.get(feature));
    }

    private static SortedMap<String, String> names() {
        var names = new TreeMap<String, String>();
        CpuBaseline.X86_64_V4.features().names().forEach(name -> names.put(name, name));
        for (var name : List.of(
                "3dnowprefetch",
                "adx",
                "aes",
                "arat",
                "avx512ifma",
                "avx512vbmi",
                "clflushopt",
                "clwb",
                "erms",
                "fsgsbase",
                "fsrm",
                "gfni",
                "invpcid",
                "movdir64b",
                "movdiri",
                "pcid",
                "pclmulqdq",
                "pdpe1gb",
                "pku",
                "rdpid",
                "rdrand",
                "rdseed",
                "rdtscp",
                "smap",
                "smep",
                "sse4a",
                "ssbd",
                "stibp",
                "umip",
                "vaes",
                "vpclmulqdq",
                "wbnoinvd",
                "x2apic",
                "xgetbv1",
                "xsavec",
                "xsaveopt")) {
            names.put(name, name);
        }
        names.putAll(Map.of(
                "lahf_lm", "lahf-lm",
                "sse4_1", "sse4.1",
                "sse4_2", "sse4.2",
                "sha_ni", "sha-ni",
                "md_clear", "md-clear",
                "fxsr_opt", "fxsr-opt",
                "spec_ctrl", "spec-ctrl",
                "tsc_deadline_timer", "tsc-deadline",
                "avx_vnni", "avx-vnni"));
        names.putAll(Map.of(
                "avx512_bitalg", "avx512bitalg",
                "avx512_vbmi2", "avx512vbmi2",
                "avx512_vnni", "avx512vnni",
                "avx512_vpopcntdq", "avx512-vpopcntdq"));
        return names;
    }
}
