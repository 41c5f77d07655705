package io.atoll.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.atoll.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule MESSAGES_STAY_AT_THE_EDGE = noClasses()
            .that()
            .resideOutsideOfPackages("io.atoll.agent.server", "io.atoll.agent.v1..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.atoll.agent.v1")
            .because("messages are translated once, in io.atoll.agent.server; use the agent's own types elsewhere");

    @ArchTest
    static final ArchRule GRPC_STAYS_AT_THE_EDGE = noClasses()
            .that()
            .resideOutsideOfPackages("io.atoll.agent.server", "io.atoll.agent.v1..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "com.google.protobuf..")
            .because("only io.atoll.agent.server speaks gRPC");

    @ArchTest
    static final ArchRule NO_FRAMEWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..", "io.atoll.manager..", "org.apache.curator..")
            .because(
                    "the agent is a plain program, knows no manager class, and reaches ZooKeeper through io.atoll.ha.zk");

    @ArchTest
    static final ArchRule PROGRAMS_ARE_RUN_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.atoll.agent.process")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .because("CommandRunner bounds time and output and never uses a shell");

    @ArchTest
    static final ArchRule NO_RUNTIME_EXEC = noClasses()
            .should()
            .callMethod(Runtime.class, "exec", String.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class)
            .because("programs are run by CommandRunner, with a list of arguments");

    @ArchTest
    static final ArchRule TIME_IS_PASSED_IN = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a Clock is passed in, so that a test can set it");

    @ArchTest
    static final ArchRule NO_JAVA_SERIALIZATION = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(java.io.ObjectInputStream.class)
            .because("what is read from files and wires is JSON or protobuf, with checked types");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CIRCLE = slices().matching(
                    "io.atoll.agent.(operation|identity|process|network|pool|enrol)..")
            .should()
            .beFreeOfCycles()
            .because("the lower packages can be read one after the other");
}
