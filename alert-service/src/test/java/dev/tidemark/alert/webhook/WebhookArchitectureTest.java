package dev.tidemark.alert.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookArchitectureTest {

  private static final String POLICY = "dev.tidemark.alert.webhook.policy..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tidemark.alert");

  @Test
  void policyIsPure() {
    classes()
        .that()
        .resideInAPackage(POLICY)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "javax.crypto..", "org.jspecify..", "dev.tidemark.contract..", POLICY)
        .check(CLASSES);
  }

  @Test
  void onlyOpsKnowsTheWallClock() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tidemark.alert.ops..")
        .should()
        .callMethod(Instant.class, "now")
        .check(CLASSES);
  }

  @Test
  void nothingIsCalledImpl() {
    noClasses().should().haveSimpleNameEndingWith("Impl").check(CLASSES);
  }
}
