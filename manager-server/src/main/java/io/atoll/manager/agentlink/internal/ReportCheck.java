package io.atoll.manager.agentlink.internal;

import io.atoll.agent.v1.HaReason;
import io.atoll.agent.v1.HaReport;
import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.PoolReport;
import io.atoll.agent.v1.VmReport;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds what an agent says against what can be true. An honest agent never fails here; what fails is not believed. A power
 * state nobody knows may be a newer agent's and passes. Each method answers what is wrong, or nothing. Protobuf's unsigned
 * numbers read as negative when they are above the signed range.
 */
final class ReportCheck {
    static final long MOST_MEMORY_MIB = 64L << 20;
    static final int MOST_CPUS = 8_192;
    /** The year 9999. */
    static final long LATEST_CLOCK_MS = 253_402_300_799_999L;

    static final int MOST_ENTRIES = 4_096;
    private static final int MOST_FILE_SYSTEMS = 256;
    private static final int MOST_LAYOUTS = 1_000;
    private static final int LONGEST_TEXT_CHARS = 8_192;
    private static final int MOST_HA_REASONS = 64;
    private static final Pattern HA_CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    private ReportCheck() {}

    static Optional<String> host(HostId expected, HostReport report) {
        if (!report.getHostId().equals(expected.toString())) {
            return wrong("it says it is host \"%s\"", report.getHostId());
        }
        if (outside(report.getMemoryMib(), MOST_MEMORY_MIB)) {
            return wrong("it says it has %s MiB of memory", Long.toUnsignedString(report.getMemoryMib()));
        }
        if (outside(report.getCpuCount(), MOST_CPUS)) {
            return wrong("it says it has %s processors", Integer.toUnsignedString(report.getCpuCount()));
        }
        if (report.getChecksCount() > 256
                || report.getPoolsCount() > 1_024
                || report.getCpuFeaturesCount() > MOST_ENTRIES
                || report.getGuestCpuModelsCount() > MOST_ENTRIES
                || report.getCapabilitiesCount() > 256) {
            return wrong("its report has too many entries (%d checks)", report.getChecksCount());
        }
        if (outside(report.getClockMs(), LATEST_CLOCK_MS)) {
            return wrong("it says its clock is at %s ms", Long.toUnsignedString(report.getClockMs()));
        }
        for (PoolReport pool : report.getPoolsList()) {
            if (!isId(pool.getPoolId()) || !isSound(pool)) {
                return wrong("it reports a pool that cannot be, \"%s\"", pool.getPoolId());
            }
        }
        var ha = ha(report.getHa());
        if (ha.isPresent()) {
            return ha;
        }
        return texts(List.of(report.getHostname(), report.getAgentVersion(), report.getCpuModel(), report.getOsName()));
    }

    private static Optional<String> ha(HaReport ha) {
        if (ha.getReasonsCount() > MOST_HA_REASONS || ha.getSlotPoolIdsCount() > MOST_ENTRIES) {
            return wrong("its report of HA has too many entries (%d reasons)", ha.getReasonsCount());
        }
        if (ha.getEnforcers() < 0 || ha.getEnforcers() > 2 || ha.getLeaseMs() < 0 || ha.getMarginMs() < 0) {
            return wrong("it says it has %s enforcers", Integer.toUnsignedString(ha.getEnforcers()));
        }
        if (outside(ha.getQuarantinedUntilMs(), LATEST_CLOCK_MS)) {
            return wrong("it says it is in quarantine until %s ms", Long.toUnsignedString(ha.getQuarantinedUntilMs()));
        }
        for (var reason : ha.getReasonsList()) {
            if (!HA_CODE.matcher(reason.getCode()).matches()) {
                return wrong("it gives a reason of HA that is no code, \"%s\"", reason.getCode());
            }
        }
        return ha.getSlotPoolIdsList().stream()
                .filter(pool -> !isId(pool))
                .findFirst()
                .map(pool -> "it says it has a slot on a pool that cannot be, \"%s\"".formatted(pool))
                .map(PlainText::of)
                .or(() -> texts(
                        ha.getReasonsList().stream().map(HaReason::getDetail).toList()));
    }

    static boolean isSound(PoolReport pool) {
        return pool.getCapacityBytes() >= 0 && pool.getUsedBytes() >= 0;
    }

    static Optional<String> vm(VmReport report) {
        if (report.getPowerState().length() > 64) {
            return wrong("it reports a VM in the state \"%s\"", report.getPowerState());
        }
        if (report.getEpoch() < 0) {
            return wrong("it reports a VM of epoch %s", Long.toUnsignedString(report.getEpoch()));
        }
        if (outside(report.getMemoryMib(), MOST_MEMORY_MIB) || outside(report.getVcpuCount(), MOST_CPUS)) {
            return wrong("it reports a VM with %s MiB of memory", Long.toUnsignedString(report.getMemoryMib()));
        }
        if (outside(report.getMemoryChannels(), MOST_CPUS)) {
            return wrong(
                    "it reports a VM with %s memory channels", Integer.toUnsignedString(report.getMemoryChannels()));
        }
        if (outside(report.getDeviceLayout(), MOST_LAYOUTS)) {
            return wrong(
                    "it reports a VM with the device layout %s", Integer.toUnsignedString(report.getDeviceLayout()));
        }
        if (report.getGuestAddressesCount() > 256) {
            return wrong("it reports a VM with %d addresses", report.getGuestAddressesCount());
        }
        if (report.getGuestFacts().getFileSystemsCount() > MOST_FILE_SYSTEMS) {
            return wrong(
                    "it reports a VM with %d file systems",
                    report.getGuestFacts().getFileSystemsCount());
        }
        return texts(List.of(report.getName(), report.getDetail(), report.getStopCause()));
    }

    static boolean isId(String text) {
        try {
            VmId.parse(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static boolean outside(long value, long most) {
        return value < 0 || value > most;
    }

    private static Optional<String> texts(List<String> texts) {
        return texts.stream()
                .filter(text -> text.length() > LONGEST_TEXT_CHARS)
                .findFirst()
                .map(text -> "its report has a text of %d characters".formatted(text.length()));
    }

    static Optional<String> wrong(String format, Object value) {
        return Optional.of(PlainText.of(format.formatted(value)));
    }
}
