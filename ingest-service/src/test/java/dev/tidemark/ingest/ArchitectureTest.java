package dev.tidemark.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tidemark.ingest");

  @Test
  void purePackagesKnowNoFramework() {
    classes()
        .that()
        .resideInAnyPackage(
            "dev.tidemark.ingest.event",
            "dev.tidemark.ingest.filter",
            "dev.tidemark.ingest.fold",
            "dev.tidemark.ingest.format")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "dev.tidemark.contract..",
            "dev.tidemark.ingest.event",
            "dev.tidemark.ingest.filter",
            "dev.tidemark.ingest.fold",
            "dev.tidemark.ingest.format")
        .check(CLASSES);
  }

  @Test
  void onlyOpsReadsTheSystemClock() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tidemark.ingest.ops")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void onlyKafkaKnowsTheWireTypes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tidemark.ingest.kafka")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tidemark.proto..")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatATypeIs() {
    noClasses().should().haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)").check(CLASSES);
  }
}
