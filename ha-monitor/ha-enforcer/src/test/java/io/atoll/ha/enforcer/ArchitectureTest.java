package io.atoll.ha.enforcer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.atoll.ha.enforcer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule STANDS_ON_LEASES_AND_BLOCKS_ALONE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.atoll.model..",
                    "io.atoll.ha.lease..",
                    "io.atoll.ha.os..",
                    "io.atoll.ha.storage..",
                    "io.atoll.ha.enforcer..")
            .because("the process has these modules on its class path, a heap of 16 MB, and nothing else");
}
