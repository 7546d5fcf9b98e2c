package dev.tidemark.alert;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String PIPELINE = "dev.tidemark.alert.pipeline..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tidemark.alert");

  @Test
  void thePipelineIsPure() {
    classes()
        .that()
        .resideInAPackage(PIPELINE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.tidemark.contract..", PIPELINE)
        .check(CLASSES);
  }

  @Test
  void onlyTheDoorsKnowProtos() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.tidemark.alert.kafka..", "dev.tidemark.alert.grpc..", "dev.tidemark.proto..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tidemark.proto..")
        .check(CLASSES);
  }
}
