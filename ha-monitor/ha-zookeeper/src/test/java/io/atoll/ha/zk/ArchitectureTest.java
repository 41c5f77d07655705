package io.atoll.ha.zk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;

@AnalyzeClasses(packages = "io.atoll.ha.zk", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NO_FRAMEWORK_AND_NO_OTHER_MODULE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..", "io.grpc..", "io.atoll.manager..", "io.atoll.agent..", "io.atoll.drs..")
            .because("manager and agent both stand on it; take what you need as a constructor argument");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CIRCLE = slices().matching("io.atoll.ha.zk.(*)")
            .should()
            .beFreeOfCycles()
            .because("lease and facts stand on the root package, view on both, and none of them on a later one");

    @ArchTest
    static final ArchRule THE_ROOT_KNOWS_NOTHING_ABOVE_IT = noClasses()
            .that()
            .resideInAPackage("io.atoll.ha.zk")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.atoll.ha.zk.*")
            .because("the connection, owners and the election can be read alone");

    @ArchTest
    static final ArchRule NO_HIDDEN_INPUTS = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .because("time and ids are passed in, so that a test can choose them");
}
