package dev.tidemark.baseline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String BASE = "dev.tidemark.baseline.";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tidemark.baseline");

  @Test
  void purePackagesKnowNoFramework() {
    ArchRule rule =
        ArchRuleDefinition.classes()
            .that()
            .resideInAnyPackage(
                BASE + "model", BASE + "bucket", BASE + "definition", BASE + "calendar")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "java..",
                "org.jspecify..",
                "org.apache.datasketches..",
                "org.dmfs..",
                "dev.tidemark.contract..",
                BASE + "model",
                BASE + "bucket",
                BASE + "definition",
                BASE + "calendar");
    rule.check(classes);
  }

  @Test
  void onlyOpsKnowsTheWallClock() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "ops")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
    rule.check(classes);
  }

  @Test
  void operationsKnowNoFeature() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(BASE + "ops")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BASE + "job", BASE + "backfill", BASE + "result", BASE + "series");
    rule.check(classes);
  }

  @Test
  void namesSayWhatATypeDoes() {
    ArchRule rule =
        noClasses()
            .should()
            .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)$")
            .because("such a name says nothing");
    rule.check(classes);
  }
}
