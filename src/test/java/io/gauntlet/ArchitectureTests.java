package io.gauntlet;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.repository.Repository;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.RequestMapping;

@AnalyzeClasses(packages = "io.gauntlet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final DescribedPredicate<JavaClass> CONTROLLERS = describe(
            "are controllers", type -> type.isMetaAnnotatedWith(Controller.class));

    private static final DescribedPredicate<JavaMethod> HANDLERS = describe(
            "handle requests",
            method -> method.isMetaAnnotatedWith(RequestMapping.class) && CONTROLLERS.test(method.getOwner()));

    @ArchTest
    static final ArchRule CONTROLLERS_ARE_HIDDEN = classes()
            .that(are(CONTROLLERS))
            .should()
            .notBePublic()
            .because("HTTP is an entrance to a module, not a part of what other modules may use");

    @ArchTest
    static final ArchRule ENTITIES_ARE_HIDDEN = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .notBePublic()
            .because("rows are a module's own business; others see its records");

    @ArchTest
    static final ArchRule REPOSITORIES_ARE_HIDDEN = classes()
            .that()
            .areAssignableTo(Repository.class)
            .or()
            .areAnnotatedWith(org.springframework.stereotype.Repository.class)
            .should()
            .notBePublic()
            .because("only the facade of a module changes its rows");

    @ArchTest
    static final ArchRule FORMS_ARE_HIDDEN = classes()
            .that()
            .resideInAPackage("..web..")
            .and()
            .haveNameMatching(".*(Form|Request|Response|View)")
            .should()
            .notBePublic()
            .because("they follow pages and API, which nobody else may depend on");

    @ArchTest
    static final ArchRule WEB_PACKAGES_ARE_LEAVES = noClasses()
            .that()
            .resideOutsideOfPackage("..web..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.gauntlet..web.."))
            .because("the domain must not know how it is shown");

    @ArchTest
    static final ArchRule RENDERING_IS_PURE = noClasses()
            .that()
            .resideInAPackage("io.gauntlet.rendering..")
            .should()
            .dependOnClassesThat(resideOutsideOfPackages(
                    "java.lang..",
                                    "java.util..",
                                    "java.math..",
                                    "java.nio.charset..",
                                    "java.security..",
                                    "java.time",
                                    "java.text..",
                                    "java.io..",
                                    "io.gauntlet..",
                                    "io.fabric8.kubernetes.api.model..",
                                    "org.jspecify.annotations..",
                                    "org.snakeyaml.engine..",
                                    "tools.jackson..",
                                    "com.fasterxml.jackson.annotation..",
                                    // only the annotation on the package
                                    "org.springframework.modulith"))
            .because("the same input must give the same bytes: no Spring, no network, no clock, no chance");

    @ArchTest
    static final ArchRule KUBERNETES_CLIENT_STAYS_IN_CLUSTER = noClasses()
            .that()
            .resideOutsideOfPackage("io.gauntlet.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8.kubernetes.client..")
            .because("the client can read files and start programs; one module keeps it in check");

    @ArchTest
    static final ArchRule NO_PROGRAM_IS_STARTED = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class)
            .because("nothing that a user sends may ever become a command");

    @ArchTest
    static final ArchRule NO_EXPRESSIONS_FROM_TEXT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.expression..", "javax.script..", "javax.naming..", "ognl..")
            .because("user text must never reach an expression language");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.gauntlet.GauntletApplication")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("tests set the clock and the ids");

    @ArchTest
    static final ArchRule WEB_HAS_NO_TRANSACTIONS = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("..web..")
            .should()
            .beAnnotatedWith(Transactional.class)
            .because("a transaction belongs to one call of a facade, not to a request");

    @ArchTest
    static final ArchRule HANDLERS_DECLARE_A_ROLE = methods()
            .that(are(HANDLERS))
            .should(declareARole())
            .because("a handler without a role would be open to everybody who is signed in");

    @ArchTest
    static final ArchRule NO_FIELD_INJECTION = fields()
            .should()
            .notBeAnnotatedWith(Autowired.class)
            .andShould()
            .notBeAnnotatedWith(Value.class)
            .because("what a class needs stands in its constructor, and settings in one record per module");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_TYPE_IS = noClasses()
            .that()
            .resideInAPackage("io.gauntlet..")
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Processor|Data|Info|DTO|Dto)")
            .because("these words fit everything and so say nothing");

    private static ArchCondition<JavaMethod> declareARole() {
        return new ArchCondition<>("declare one of the four roles, or permitAll()") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                var declared = method.tryGetAnnotationOfType(PreAuthorize.class)
                        .map(PreAuthorize::value)
                        .orElse("");
                var known = declared.equals("permitAll()")
                        || Arrays.stream(io.gauntlet.access.Role.values())
                                .anyMatch(role -> declared.equals("hasRole('" + role + "')"));
                events.add(new SimpleConditionEvent(
                        method, known, method.getFullName() + " declares " + (declared.isEmpty() ? "no role" : declared)));
            }
        };
    }
}
