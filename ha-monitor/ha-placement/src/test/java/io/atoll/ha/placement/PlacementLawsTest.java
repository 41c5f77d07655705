package io.atoll.ha.placement;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The adapter stays one: the only place where two engines meet. */
@AnalyzeClasses(packages = "io.atoll.ha.placement", importOptions = DoNotIncludeTests.class)
class PlacementLawsTest {
    @ArchTest
    static final ArchRule NOTHING_BUT_ENGINES = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.atoll.ha..",
                    "io.atoll.drs..",
                    "io.atoll.model..",
                    "java.lang..",
                    "java.util..",
                    "org.jspecify..")
            .because("finding a place is a pure question: no clock, no I/O, no framework");
}
