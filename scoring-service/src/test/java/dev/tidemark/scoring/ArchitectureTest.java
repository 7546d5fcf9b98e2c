package dev.tidemark.scoring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses SCORING =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tidemark.scoring");

  @Test
  void scoreIsPure() {
    classes()
        .that()
        .resideInAPackage("..scoring.score..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.util..",
            "org.jspecify..",
            "dev.tidemark.contract..",
            "..scoring.score..")
        .check(SCORING);
  }

  @Test
  void onlyGrpcKnowsGeneratedTypes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..scoring.grpc..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tidemark.proto..")
        .check(SCORING);
  }

  @Test
  void nobodyReadsTheClock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .check(SCORING);
  }

  @Test
  void scoreComputesTheSameEverywhere() {
    noClasses()
        .that()
        .resideInAPackage("..scoring.score..")
        .should()
        .callMethod(Math.class, "pow", double.class, double.class)
        .orShould()
        .callMethod(Math.class, "log", double.class)
        .orShould()
        .callMethod(Math.class, "exp", double.class)
        .because("Math may differ between machines, StrictMath does not")
        .check(SCORING);
  }

  @Test
  void namesSayWhatATypeDoes() {
    noClasses().should().haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)").check(SCORING);
  }
}
