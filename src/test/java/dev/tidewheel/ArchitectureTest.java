package dev.tidewheel;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Who may know whom. */
@AnalyzeClasses(packages = "dev.tidewheel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.tidewheel.";
  private static final String GENERATED = ROOT + "avro";

  /** They wire what is below, and may know all of it. */
  private static final Set<String> TOP = Set.of("worker", "demo", "bench", "cli");

  /** For each package below the packages of ours that it may import. */
  private static final Map<String, Set<String>> KNOWS =
      Map.ofEntries(
          Map.entry("sampling", Set.of()),
          Map.entry("admission", Set.of("sampling")),
          Map.entry("model", Set.of("sampling")),
          Map.entry("engine", Set.of("model", "sampling", "admission")),
          Map.entry("calibration", Set.of("engine", "model", "sampling")),
          Map.entry(
              "serving",
              Set.of("engine", "model", "sampling", "admission", "calibration", "image")),
          Map.entry("schema", Set.of("avro")),
          Map.entry("storage", Set.of()),
          Map.entry("image", Set.of()),
          Map.entry("chart", Set.of()),
          Map.entry("telemetry", Set.of()),
          Map.entry("config", Set.of()),
          Map.entry("client", Set.of("schema", "avro", "storage", "config")),
          Map.entry("broker", Set.of("client", "schema", "config")),
          Map.entry("intake", Set.of("client", "schema", "avro", "storage", "telemetry")),
          Map.entry("egress", Set.of("client", "schema", "avro", "storage", "telemetry")),
          Map.entry("gateway", Set.of("telemetry")));

  /** For each library the packages that may import it. */
  private static final Map<String, Set<String>> KNOWN_TO =
      Map.ofEntries(
          Map.entry(
              "ai.djl..",
              Set.of("engine", "model", "calibration", "serving", "worker", "bench", "cli")),
          Map.entry("org.apache.kafka..", Set.of("intake", "egress", "broker", "client", "worker")),
          Map.entry("kafka..", Set.of("broker")),
          Map.entry("io.vertx..", Set.of("gateway", "worker")),
          Map.entry("org.apache.avro..", Set.of("schema", "client", "avro")),
          Map.entry("io.micrometer..", Set.of("telemetry", "worker")),
          Map.entry("org.yaml..", Set.of("config")),
          Map.entry("com.drew..", Set.of("image")),
          Map.entry("org.knowm..", Set.of("chart")),
          Map.entry("de.erichseifert..", Set.of("chart")),
          Map.entry("picocli..", Set.of("cli")));

  @ArchTest
  static void packagesKnowOnlyThoseBelow(JavaClasses classes) {
    KNOWS.forEach(
        (name, known) -> {
          String[] allowed =
              Stream.concat(Stream.of(name), known.stream())
                  .map(other -> ROOT + other + '.')
                  .toArray(String[]::new);
          classes()
              .that()
              .resideInAPackage(ROOT + name + "..")
              .should()
              .onlyDependOnClassesThat(
                  describe(
                      "are of the JDK, a library or " + known,
                      other -> !isOurs(other) || startsWithAny(other, allowed)))
              .allowEmptyShould(true)
              .check(classes);
        });
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(ROOT);
  }

  private static boolean startsWithAny(JavaClass type, String... prefixes) {
    return Stream.of(prefixes).anyMatch((type.getPackageName() + '.')::startsWith);
  }

  @ArchTest
  static void everyPackageHasItsPlace(JavaClasses classes) {
    Set<String> packages =
        classes.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(ROOT) && !name.equals(GENERATED))
            .map(name -> name.substring(ROOT.length()).split("\\.")[0])
            .collect(Collectors.toSet());

    packages.removeAll(TOP);
    assertThat(packages).isSubsetOf(KNOWS.keySet());
  }

  @ArchTest
  static void nobodyKnowsTheCommandLine(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "cli..")
        .check(classes);
  }

  @ArchTest
  static void librariesStayWhereTheyBelong(JavaClasses classes) {
    KNOWN_TO.forEach(
        (library, packages) ->
            noClasses()
                .that()
                .resideOutsideOfPackages(
                    packages.stream().map(name -> ROOT + name + "..").toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(classes));
  }

  @ArchTest
  static void theMathematicsIsPure(JavaClasses classes) {
    noClasses()
        .that(resideInAnyPackage(ROOT + "sampling..", ROOT + "admission.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.util.concurrent..")
                .or(resideInAPackage("org.slf4j..")))
        .allowEmptyShould(true)
        .check(classes);
  }

  @ArchTest
  static void thereAreNoCycles(JavaClasses classes) {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(classes);
  }

  @ArchTest
  static void schedulesAndSolversStandOnTheCoreOfSamplingAndThatOnPaths(JavaClasses classes) {
    String sampling = ROOT + "sampling";
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("path")
        .definedBy(sampling + ".path")
        .layer("core")
        .definedBy(sampling)
        .layer("schedule")
        .definedBy(sampling + ".schedule")
        .layer("solver")
        .definedBy(sampling + ".solver")
        .layer("calibrated")
        .definedBy(sampling + ".calibrated")
        .whereLayer("core")
        .mayOnlyBeAccessedByLayers("schedule", "solver", "calibrated")
        .whereLayer("schedule")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("solver")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("calibrated")
        .mayNotBeAccessedByAnyLayer()
        .check(classes);
  }

  @ArchTest
  static void onlyTheCommandLineSpeaksToTheUser(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should(ACCESS_STANDARD_STREAMS)
        .check(classes);
  }

  @ArchTest
  static void everyPackageSaysWhatItIsAndThatNullIsMarked(JavaClasses classes) {
    Set<JavaPackage> packages =
        classes.stream()
            .map(JavaClass::getPackage)
            .filter(javaPackage -> !javaPackage.getName().equals(GENERATED))
            .collect(Collectors.toSet());

    assertThat(packages)
        .allSatisfy(
            javaPackage ->
                assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
                    .as("%s has a package-info with @NullMarked", javaPackage.getName())
                    .isTrue());
  }
}
