package io.atoll.ha;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** The laws of engines. */
@AnalyzeClasses(packages = "io.atoll.ha", importOptions = DoNotIncludeTests.class)
class EngineLawsTest {
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
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.(util\\.Random|util\\.random\\..*|util\\.concurrent\\.ThreadLocalRandom|security\\..*)")
            .because("equal facts must give equal decisions, and a simulation must be able to replay them; "
                    + "pass what you need as an argument");

    @ArchTest
    static final ArchRule NOTHING_BUT_JAVA = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.atoll.ha..", "io.atoll.model..", "java.lang..", "java.util..", "java.time..", "org.jspecify..")
            .because(
                    "engines do no I/O, know no framework and no other engine; do such things in the module that calls them");

    @ArchTest
    static final ArchRule THE_LEASE_STANDS_ALONE = classes()
            .that()
            .resideInAPackage("io.atoll.ha.lease..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.atoll.ha.lease..", "java.lang..", "java.time..", "java.util..", "org.jspecify..")
            .because("the enforcer lives in a heap of 16 MB and takes this package only");
}
