package io.atoll.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** The laws of this module. */
@AnalyzeClasses(packages = "io.atoll.storage", importOptions = DoNotIncludeTests.class)
class StorageLawsTest {
    @ArchTest
    static final ArchRule ONE_PLACE_STARTS_PROCESSES = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.atoll.storage.QemuImg")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class)
            .because("every child process needs its bounds; call QemuImg");

    @ArchTest
    static final ArchRule THE_PARSER_TOUCHES_NO_FILE = noClasses()
            .that()
            .resideInAPackage("io.atoll.storage.image..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
            .because("it judges bytes, on the manager too; hand it a reader");

    @ArchTest
    static final ArchRule NO_FRAMEWORK_NO_ENGINE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "io.grpc..",
                    "org.apache.curator..",
                    "io.atoll.drs..",
                    "io.atoll.ha..",
                    "java.net..")
            .because("this is a library of files; do such things in the module that calls it");

    @ArchTest
    static final ArchRule NO_HIDDEN_INPUTS = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .because("ids and times come from the caller, so that a repeated call does the same");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.atoll.storage.(**)")
            .should()
            .beFreeOfCycles()
            .because("the parser and the seed stand alone; move what is shared down");
}
