package io.atoll.manager.laws;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.identity.Public;
import io.atoll.manager.identity.RequiresPermission;
import jakarta.persistence.Entity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the compiler does not hold. */
@AnalyzeClasses(packages = "io.atoll.manager", importOptions = ImportOption.DoNotIncludeTests.class)
class ManagerLawsTest {
    private static final int MOST_COLLABORATORS = 7;

    @ArchTest
    static final ArchRule EVERY_CONTROLLER_METHOD_DECLARES_A_PERMISSION = methods()
            .that()
            .areMetaAnnotatedWith(RequestMapping.class)
            .should()
            .beAnnotatedWith(RequiresPermission.class)
            .orShould()
            .beAnnotatedWith(Public.class)
            .because("what says nothing is never reached; use @RequiresPermission, or @Public with its reason");

    @ArchTest
    static final ArchRule CONTROLLERS_ARE_IN_WEB = classes()
            .that()
            .areAnnotatedWith(RestController.class)
            .should()
            .resideInAPackage("..web..")
            .because("a module's HTTP side is its sub-package web");

    @ArchTest
    static final ArchRule ENTITIES_STAY_IN_JPA = noClasses()
            .that()
            .resideOutsideOfPackages("..jpa..", "io.atoll.manager.persistence..")
            .should()
            .dependOnClassesThat()
            .areAnnotatedWith(Entity.class)
            .because("entities never leave jpa: hand out records");

    @ArchTest
    static final ArchRule CONTROLLERS_DO_NOT_SEE_TABLES = noClasses()
            .that()
            .resideInAPackage("..web..")
            .should()
            .dependOnClassesThat(resideInAPackage("..jpa..").or(resideInAPackage("jakarta.persistence..")))
            .because("a controller talks to a service of its module");

    @ArchTest
    static final ArchRule NO_AGENT_CALL_IN_A_TRANSACTION = noClasses()
            .that(are(describe("transactional", ManagerLawsTest::isTransactional)))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(AgentLink.class)
            .because("a host may take its time; call it from a task step, and write in a short transaction of its own");

    @ArchTest
    static final ArchRule TIME_AND_IDS_ARE_INJECTED = noClasses()
            .that()
            .resideOutsideOfPackage("io.atoll.manager.platform.internal..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(X509Certificate.class, "checkValidity")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .because("a Clock and Ids are constructor arguments, so that tests can replay them");

    @ArchTest
    static final ArchRule NO_FIELD_INJECTION = fields().should()
            .notBeAnnotatedWith(Autowired.class)
            .because("collaborators are constructor arguments, for everybody to see");

    @ArchTest
    static final ArchRule FEW_COLLABORATORS = constructors()
            .that()
            .areDeclaredInClassesThat(are(describe("beans", ManagerLawsTest::isBean)))
            .should(haveFewParameters())
            .because("a class with more than seven collaborators does more than one thing; split it");

    @ArchTest
    static final ArchRule NO_SHELL = noClasses()
            .should()
            .callMethod(Runtime.class, "exec", String.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class)
            .because("programs are started by ProcessBuilder with a list of arguments");

    @ArchTest
    static final ArchRule NO_HYPERVISOR = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.atoll.hypervisor..", "io.atoll.agent")
            .because("the manager reaches hosts only through the agent's protocol");

    @ArchTest
    static final ArchRule NO_JAVA_SERIALIZATION = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .because("objects from outside come as strict JSON or protobuf");

    @ArchTest
    static void beansHaveNamesOfTheirOwn(JavaClasses types) {
        var places = new TreeMap<String, List<String>>();
        types.stream()
                .filter(type -> isBean(type) && !type.isAnnotation())
                .forEach(type -> places.computeIfAbsent(ClassUtils.getShortName(type.getName()), _ -> new ArrayList<>())
                        .add(type.getName()));
        places.values().removeIf(alike -> alike.size() == 1);
        assertThat(places)
                .as("a bean is named after its class, and two of one name keep the manager from starting")
                .isEmpty();
    }

    private static boolean isTransactional(JavaClass type) {
        return type.isAnnotatedWith(Transactional.class)
                || type.getMethods().stream().anyMatch(ManagerLawsTest::opensTransaction);
    }

    private static boolean opensTransaction(JavaMethod method) {
        return method.isAnnotatedWith(Transactional.class);
    }

    private static boolean isBean(JavaClass type) {
        return type.isMetaAnnotatedWith(org.springframework.stereotype.Component.class);
    }

    private static ArchCondition<JavaConstructor> haveFewParameters() {
        return new ArchCondition<>("have at most %d parameters".formatted(MOST_COLLABORATORS)) {
            @Override
            public void check(JavaConstructor constructor, ConditionEvents events) {
                int count = constructor.getRawParameterTypes().size();
                if (count > MOST_COLLABORATORS) {
                    events.add(SimpleConditionEvent.violated(
                            constructor, "%s has %d parameters".formatted(constructor.getFullName(), count)));
                }
            }
        };
    }
}
