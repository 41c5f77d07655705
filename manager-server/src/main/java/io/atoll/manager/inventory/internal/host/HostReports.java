package io.atoll.manager.inventory.internal.host;

import io.atoll.agent.v1.HaReport;
import io.atoll.agent.v1.HostReport;
import io.atoll.manager.inventory.Host.Facts;
import io.atoll.manager.inventory.Host.SelfCheck;
import io.atoll.manager.inventory.HostHa;
import io.atoll.manager.inventory.HostHa.LeasePhase;
import io.atoll.model.CpuBaseline;
import io.atoll.model.CpuFeatureSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads an agent's report as ours. The link has checked sizes and ranges before. */
final class HostReports {
    private static final Pattern MODEL_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern CAPABILITY = Pattern.compile("[a-z0-9-]{1,40}");

    private HostReports() {}

    static Facts facts(HostReport report) {
        return new Facts(
                report.getBootId(),
                report.getAgentVersion(),
                report.getQemuVersion(),
                report.getAccelerator(),
                report.getAcceleratorReason(),
                report.getCpuCount(),
                report.getCpuModel(),
                features(report),
                report.getMemoryMib(),
                report.getNetworkMode(),
                report.getMigrationAddress(),
                report.getChecksList().stream()
                        .map(check ->
                                new SelfCheck(check.getName(), check.getOutcome(), check.getDetail(), check.getFix()))
                        .toList(),
                report.hasHa() ? ha(report.getHa()) : null,
                words(report.getGuestCpuModelsList(), MODEL_NAME),
                words(report.getCapabilitiesList(), CAPABILITY));
    }

    private static HostHa ha(HaReport ha) {
        long until = ha.getQuarantinedUntilMs();
        return new HostHa(
                ha.getCapable(),
                ha.getReasonsList().stream()
                        .map(reason -> new HostHa.Reason(reason.getCode(), reason.getDetail()))
                        .toList(),
                ha.getCgroupV2(),
                ha.getEnforcers(),
                ha.getBeatRenewed(),
                ha.getSlotPoolIdsList().stream().map(UUID::fromString).sorted().toList(),
                ha.getLeaseMs(),
                ha.getLeaseHeld(),
                phase(ha.getLeasePhase()),
                ha.getMarginMs(),
                ha.getHardwareWatchdog(),
                until == 0 ? null : Instant.ofEpochMilli(until));
    }

    private static LeasePhase phase(String name) {
        return Arrays.stream(LeasePhase.values())
                .filter(phase -> phase.name().equals(name))
                .findFirst()
                .orElse(LeasePhase.UNKNOWN);
    }

    /**
     * Of an agent that does not ask QEMU, the level it reaches and nothing beyond: it would not give guests single features.
     */
    private static List<String> features(HostReport report) {
        var named = named(report);
        return report.getGuestCpuModelsCount() > 0 || named.isEmpty()
                ? named
                : List.copyOf(CpuBaseline.highestCommon(List.of(CpuFeatureSet.of(named)))
                        .features()
                        .names());
    }

    private static List<String> words(List<String> reported, Pattern pattern) {
        return reported.stream()
                .filter(word -> pattern.matcher(word).matches())
                .sorted()
                .distinct()
                .toList();
    }

    /** Sorted, and without names that no processor has: one odd name must not make the whole host unusable. */
    private static List<String> named(HostReport report) {
        return report.getCpuFeaturesList().stream()
                .filter(HostReports::isFeatureName)
                .sorted()
                .distinct()
                .toList();
    }

    private static boolean isFeatureName(String name) {
        try {
            CpuFeatureSet.of(name);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
