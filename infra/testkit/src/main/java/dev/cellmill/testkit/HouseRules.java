package dev.cellmill.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The rules that every module's classes obey, tests included. */
public final class HouseRules {
    private static final String COMMON = "dev.cellmill.common..";
    private static final String JOB_API = "dev.cellmill.jobapi..";
    private static final String WORKER = "dev.cellmill.worker..";
    private static final String STATUS = "dev.cellmill.status..";
    private static final String CLASSIFY = "dev.cellmill.classify..";
    private static final String STANDALONE = "dev.cellmill.standalone..";
    private static final String BENCHMARK = "dev.cellmill.benchmark..";
    private static final String FAULTS = "dev.cellmill.faults..";
    private static final String GENERATED = "dev.cellmill.common.db.generated..";
    private static final String[] DOMAIN = Stream.of(
            "id", "state", "message", "plan", "job", "template", "fingerprint", "money")
            .map(name -> "dev.cellmill.common." + name + "..")
            .toArray(String[]::new);

    public static final ArchRule COMMON_KNOWS_NOBODY = mayNotKnow(
            COMMON, JOB_API, WORKER, STATUS, CLASSIFY, STANDALONE, BENCHMARK, FAULTS);
    public static final ArchRule JOB_API_KNOWS_NO_OTHER_SERVICE = mayNotKnow(
            JOB_API, WORKER, STATUS, CLASSIFY, STANDALONE, BENCHMARK, FAULTS);
    public static final ArchRule WORKER_KNOWS_NO_OTHER_SERVICE = mayNotKnow(
            WORKER, JOB_API, STATUS, CLASSIFY, STANDALONE, BENCHMARK, FAULTS);
    public static final ArchRule STATUS_KNOWS_NO_OTHER_SERVICE = mayNotKnow(
            STATUS, JOB_API, WORKER, CLASSIFY, STANDALONE, BENCHMARK, FAULTS);

    public static final ArchRule CLASSIFY_KNOWS_ONLY_WHAT_A_PROVIDER_IS = noClasses()
            .that().resideInAPackage(CLASSIFY)
            .should().dependOnClassesThat(resideInAnyPackage(JOB_API, STATUS, STANDALONE, BENCHMARK, FAULTS, WORKER)
                    .and(resideOutsideOfPackage("dev.cellmill.worker.provider")))
            .as("the classifier knows only what a provider is");

    public static final ArchRule DOMAIN_KNOWS_NO_FRAMEWORK = noClasses()
            .that().resideInAnyPackage(DOMAIN)
            .should().dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "org.jooq..")
            .as("the domain packages of common know no Spring, Kafka or jOOQ");

    public static final ArchRule PACKAGES_ARE_FEATURES = noClasses()
            .should().resideInAnyPackage("..controller..", "..dto..", "..util..", "..utils..", "..impl..",
                    "dev.cellmill.jobapi..service..", "dev.cellmill.worker..service..",
                    "dev.cellmill.status..service..")
            .as("packages are named for what they do, not for a layer");

    public static final ArchRule NAMES_EXPLAIN_THEMSELVES = noClasses()
            .that().resideOutsideOfPackage(GENERATED)
            .should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)")
            .orShould().haveSimpleNameStartingWith("Abstract")
            .as("no class is called Manager, Helper, Util, Impl or Abstract…");

    public static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .that().resideOutsideOfPackage(GENERATED)
            .should(new LiveInNullMarkedPackage());

    public static final ArchRule NO_FIELD_INJECTION = noFields()
            .should().beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould().beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .orShould().beAnnotatedWith("jakarta.annotation.Resource")
            .orShould().beAnnotatedWith("jakarta.inject.Inject")
            .as("constructors say what a class needs, not fields");

    public static final ArchRule TIME_IS_JAVA_TIME = noClasses()
            .should().dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Date|Calendar|GregorianCalendar)|java\\.text\\.SimpleDateFormat")
            .as("time is java.time");

    public static final ArchRule NOBODY_SLEEPS = noClasses()
            .should().callMethod(Thread.class, "sleep", long.class)
            .orShould().callMethod(Thread.class, "sleep", Duration.class)
            .as("nobody sleeps: waiting is for a condition");

    public static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses()
            .that().resideOutsideOfPackages(STANDALONE, BENCHMARK, FAULTS)
            .should().accessField(System.class, "out")
            .orShould().accessField(System.class, "err")
            .orShould().callMethod(Throwable.class, "printStackTrace")
            .as("services log, only the command line prints");

    private static final List<ArchRule> ALL = List.of(
            COMMON_KNOWS_NOBODY, JOB_API_KNOWS_NO_OTHER_SERVICE, WORKER_KNOWS_NO_OTHER_SERVICE,
            STATUS_KNOWS_NO_OTHER_SERVICE, CLASSIFY_KNOWS_ONLY_WHAT_A_PROVIDER_IS, DOMAIN_KNOWS_NO_FRAMEWORK,
            PACKAGES_ARE_FEATURES, NAMES_EXPLAIN_THEMSELVES,
            PACKAGES_ARE_NULL_MARKED, NO_FIELD_INJECTION, TIME_IS_JAVA_TIME, NOBODY_SLEEPS,
            ONLY_THE_COMMAND_LINE_PRINTS);

    private HouseRules() {}

    /** A test for each rule, over the classes of a package and those below it. */
    public static Stream<DynamicTest> of(String packageName) {
        var classes = new ClassFileImporter().importPackages(packageName);
        return ALL.stream()
                .map(rule -> rule.allowEmptyShould(true))
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes)));
    }

    private static ArchRule mayNotKnow(String packages, String... others) {
        return noClasses().that().resideInAPackage(packages).should().dependOnClassesThat().resideInAnyPackage(others);
    }
}
