package io.atoll.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The CPU every guest of a cluster sees, so that it can move to any host that has at least these features. The levels are
 * those of the x86-64 psABI; each contains the one before. A baseline may have single features beyond its level.
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

    /**
     * Reads what {@link #text()} wrote: the name of a level and single features beyond it, {@code x86-64-v2+aes+rdrand}. Every
     * feature is one that {@link GuestCpuFeatures} knows.
     */
    public static CpuBaseline read(String text) {
        var words = text.split("\\+", -1);
        return parse(words[0]).with(Arrays.asList(words).subList(1, words.length));
    }

    /** This level and some single features more. */
    public CpuBaseline with(Collection<String> more) {
        for (var feature : more) {
            if (GuestCpuFeatures.qemuName(feature).isEmpty()) {
                throw new IllegalArgumentException(
                        "A CPU feature of %d characters cannot be given to guests. Choose from %s."
                                .formatted(feature.length(), GuestCpuFeatures.ALL));
            }
        }
        return new CpuBaseline(name, features.plus(CpuFeatureSet.of(more)));
    }

    /** What it has beyond the level it is named for. */
    public CpuFeatureSet beyondLevel() {
        return features.minus(parse(name).features);
    }

    /** The whole baseline as one word; without features beyond its level it is the level's name. */
    public String text() {
        var more = new StringBuilder(name);
        beyondLevel().names().forEach(feature -> more.append('+').append(feature));
        return more.toString();
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

    /**
     * The highest level that every one of the hosts can run, and whatever else they all have; {@link #QEMU64} when there are no
     * hosts to ask. Features of a higher level that is not complete are among what else they have.
     */
    public static CpuBaseline common(List<CpuFeatureSet> hosts) {
        var level = highestCommon(hosts);
        if (hosts.isEmpty()) {
            return level;
        }
        var shared = new TreeSet<>(GuestCpuFeatures.ALL.names());
        hosts.forEach(host -> shared.retainAll(host.names()));
        return level.with(shared);
    }

    private CpuBaseline extended(String newName, String... more) {
        return new CpuBaseline(newName, features.plus(CpuFeatureSet.of(more)));
    }

    /** The name of its level. */
    @Override
    public String toString() {
        return name;
    }
}
