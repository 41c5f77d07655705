package io.atoll.hypervisor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The laws of this module, each with its reason. */
@AnalyzeClasses(packages = "io.atoll.hypervisor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.atoll.hypervisor.";
    private static final Pattern SHELL =
            Pattern.compile("\"(/bin/|/usr/bin/)?(sh|bash|dash|env|sudo)\"|\"-c\"|\\.exec\\(");

    @ArchTest
    static final ArchRule PROCESSES_ARE_STARTED_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "qemu")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class, Process.class, ProcessHandle.class, Runtime.class)
            .because(
                    "everything but the QEMU driver must run in a simulation, and be reviewed without thinking of argv");

    @ArchTest
    static final ArchRule SOCKETS_AND_FILES_ARE_OPENED_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "qemu")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.channels.SocketChannel")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files")
            .because("codecs and rules are tested without them");

    @ArchTest
    static final ArchRule THE_STATE_MACHINE_KNOWS_NOTHING = noClasses()
            .that()
            .resideInAPackage(ROOT + "vm")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java.lang..", "java.util", "org.jspecify..", ROOT + "vm")
            .because("one set of rules for every driver, free of I/O, clock and framework");

    @ArchTest
    static final ArchRule THE_INTERFACE_KNOWS_NO_DRIVER = noClasses()
            .that()
            .resideInAPackage(ROOT + "api")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "qemu", ROOT + "qmp", ROOT + "sim")
            .because("callers must not notice which driver they talk to");

    @ArchTest
    static final ArchRule QMP_KNOWS_NO_VM = noClasses()
            .that()
            .resideInAPackage(ROOT + "qmp")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "qemu", ROOT + "api", ROOT + "vm", ROOT + "sim")
            .because("a protocol is understood alone");

    @ArchTest
    static final ArchRule THE_SIMULATION_KNOWS_NO_QEMU = noClasses()
            .that()
            .resideInAPackage(ROOT + "sim")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "qemu", ROOT + "qmp")
            .because("it must not behave well only because QEMU does");

    @ArchTest
    static final ArchRule NO_HIDDEN_INPUTS = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .because("time and ids are passed in, so that a simulation can replay them");

    @ArchTest
    static final ArchRule DEADLINES_ONLY_WHERE_THERE_IS_IO = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "vm", ROOT + "api", ROOT + "sim")
            .should()
            .callMethod(System.class, "nanoTime")
            .because("simulated time is the only time there");

    @Test
    void noShellAnywhere() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(50);
            for (var source : sources) {
                assertThat(Files.readString(source)).as(source.toString()).doesNotContainPattern(SHELL);
            }
        }
    }
}
