package io.atoll.ha.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;

@AnalyzeClasses(packages = "io.atoll.ha.sim", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_HIDDEN_INPUTS = noClasses()
            .that()
            .haveNameNotMatching(".*\\.Schedules")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .because("a seed must tell one story; only the rate of schedules is measured with a real clock");

    @ArchTest
    static final ArchRule THE_WORLD_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage("io.atoll.ha.sim.world")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.atoll.ha.engine..", "io.atoll.ha.lease..", "io.atoll.ha.facts..", "io.atoll.ha.sim.agent..")
            .because("the world must not help the protocol that is tried in it");

    @ArchTest
    static final ArchRule THE_JUDGE_DOES_NOT_ASK_THE_ENGINE = noClasses()
            .that()
            .resideInAPackage("io.atoll.ha.sim.check")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.atoll.ha.engine..", "io.atoll.ha.lease..", "io.atoll.ha.sim.agent..")
            .because("who is judged must not be asked");
}
