package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.ControlGroups;
import io.atoll.hypervisor.api.GuestOffer;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.HypervisorFacts;
import io.atoll.hypervisor.api.HypervisorFacts.Accelerator;
import io.atoll.hypervisor.api.HypervisorFacts.Warning;
import io.atoll.model.CpuFeatureSet;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what QEMU this host has and whether its processor can run guests itself. */
final class QemuProbe {

    private static final Logger LOG = LoggerFactory.getLogger(QemuProbe.class);
    private static final Pattern VERSION = Pattern.compile("version ([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
    private static final Pattern VIRTUALIZATION_FLAG = Pattern.compile("(?m)^flags\\s*:.*\\b(vmx|svm)\\b");
    private static final int MAX_OUTPUT_BYTES = 4096;
    private static final int ANSWER_SECONDS = 20;
    private static final int FIRST_MAJOR_WITH_SAFE_EMULATED_MIGRATION = 10;
    private static final Version OLDEST = new Version(7, 2, 0);

    private final QemuSettings settings;
    private final Path kvmDevice;
    private final Path cpuInfo;
    private volatile @Nullable Asked asked;

    QemuProbe(QemuSettings settings) {
        this(settings, Path.of("/dev/kvm"), Path.of("/proc/cpuinfo"));
    }

    QemuProbe(QemuSettings settings, Path kvmDevice, Path cpuInfo) {
        this.settings = settings;
        this.kvmDevice = kvmDevice;
        this.cpuInfo = cpuInfo;
    }

    /** A QEMU release. */
    record Version(int major, int minor, int micro) implements Comparable<Version> {
        @Override
        public int compareTo(Version other) {
            var byMajor = Integer.compare(major, other.major);
            var byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
            return byMinor != 0 ? byMinor : Integer.compare(micro, other.micro);
        }

        @Override
        public String toString() {
            return major + "." + minor + "." + micro;
        }
    }

    /** The accelerator to use and why. */
    record Choice(Accelerator accelerator, String reason) {}

    HypervisorFacts facts(ControlGroups controlGroups) {
        var version = version();
        var choice = accelerator();
        return new HypervisorFacts(
                "qemu",
                version.toString(),
                choice.accelerator,
                choice.reason,
                controlGroups,
                warnings(version, choice.accelerator),
                offer(version, choice.accelerator));
    }

    /** What was learned from one QEMU with one accelerator. */
    private record Asked(Version version, Accelerator accelerator, CpuProbe.Answer answer) {}

    /** The processor is asked for once for each version of QEMU; what is installed beside it is looked at afresh. */
    private GuestOffer offer(Version version, Accelerator accelerator) {
        var known = asked;
        if (known == null || !known.version.equals(version) || known.accelerator != accelerator) {
            try {
                known = new Asked(version, accelerator, CpuProbe.ask(settings.binary(), accelerator));
                asked = known;
            } catch (IOException e) {
                LOG.warn("What processors guests can be given is not known: {}", e.getMessage());
                return new GuestOffer(CpuFeatureSet.NONE, List.of(), new TreeSet<>(Firmware.installed()));
            }
        }
        return new GuestOffer(known.answer.features(), known.answer.models(), new TreeSet<>(Firmware.installed()));
    }

    static List<Warning> warnings(Version version, Accelerator accelerator) {
        var warnings = new ArrayList<Warning>();
        if (accelerator == Accelerator.TCG) {
            if (version.major < FIRST_MAJOR_WITH_SAFE_EMULATED_MIGRATION) {
                warnings.add(new Warning(
                        "EMULATED_LIVE_MIGRATION_UNSAFE",
                        "QEMU %s without hardware virtualization sometimes corrupts a running guest when it is migrated live."
                                .formatted(version),
                        "Install QEMU 10 or newer, for example from the distribution's backports."));
            }
            warnings.add(
                    new Warning(
                            "EMULATION_IS_SLOW",
                            "Guests run in software emulation, ten times slower or more than with hardware virtualization.",
                            "Enable virtualization (VT-x, AMD-V) in the firmware, load the kvm module, and let the agent's user open /dev/kvm."));
        }
        return warnings;
    }

    Choice accelerator() {
        return switch (settings.accelerator()) {
            case FORCE_KVM -> new Choice(Accelerator.KVM, "KVM is used because the configuration forces it.");
            case FORCE_TCG -> new Choice(Accelerator.TCG, "Emulation is used because the configuration forces it.");
            case AUTOMATIC -> automatic();
        };
    }

    private Choice automatic() {
        if (!Files.exists(kvmDevice)) {
            return new Choice(Accelerator.TCG, "Emulation is used because there is no %s.".formatted(kvmDevice));
        }
        try (var device = FileChannel.open(kvmDevice, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (!device.isOpen()
                    || !VIRTUALIZATION_FLAG.matcher(Files.readString(cpuInfo)).find()) {
                return new Choice(
                        Accelerator.TCG,
                        "Emulation is used because the processor shows neither vmx nor svm, although %s opens."
                                .formatted(kvmDevice));
            }
            return new Choice(
                    Accelerator.KVM,
                    "KVM is used: %s opens and the processor has hardware virtualization.".formatted(kvmDevice));
        } catch (AccessDeniedException _) {
            return new Choice(
                    Accelerator.TCG,
                    "Emulation is used because the agent's account may not open %s; its group is usually kvm."
                            .formatted(kvmDevice));
        } catch (IOException e) {
            return new Choice(Accelerator.TCG, "Emulation is used because of %s.".formatted(e.getMessage()));
        }
    }

    Version version() {
        var matcher = VERSION.matcher(askForVersion());
        if (!matcher.find()) {
            throw unavailable("%s does not tell its version.".formatted(settings.binary()), null);
        }
        var version = new Version(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        if (version.compareTo(OLDEST) < 0) {
            throw unavailable(
                    "%s is version %s, at least %s is needed.".formatted(settings.binary(), version, OLDEST), null);
        }
        return version;
    }

    private String askForVersion() {
        try {
            var process = new ProcessBuilder(settings.binary().toString(), "-version")
                    .redirectErrorStream(true)
                    .start();
            try (var output = process.getInputStream()) {
                if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                    throw unavailable(
                            "%s did not tell its version within %d s.".formatted(settings.binary(), ANSWER_SECONDS),
                            null);
                }
                return new String(output.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw unavailable("%s cannot be run: %s.".formatted(settings.binary(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("Interrupted while asking %s for its version.".formatted(settings.binary()), e);
        }
    }

    private static HypervisorException unavailable(String detail, @Nullable Throwable cause) {
        return new HypervisorException(
                HypervisorErrorCode.HYPERVISOR_UNAVAILABLE,
                detail,
                cause,
                "Install the package qemu-system-x86 (7.2 or newer), or tell the agent where QEMU is.");
    }
}
