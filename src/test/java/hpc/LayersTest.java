package hpc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hpc.launch.VectorModule;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The walls of docs/ARCHITECTURE.md: imports point down, and each outside library has one home. */
class LayersTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("hpc", "xdev.niodev");

  @Test
  void importsPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("hpc..")
        .layer("main")
        .definedBy("hpc")
        .layer("cli")
        .definedBy("hpc.cli..")
        .layer("report")
        .definedBy("hpc.report..", "hpc.profile..")
        .layer("sweep")
        .definedBy("hpc.sweep..", "hpc.scaling..")
        .layer("fieldio")
        .definedBy("hpc.fieldio..")
        .layer("solver")
        .definedBy(
            "hpc.sieve..", "hpc.diffusion..", "hpc.amdahl..", "hpc.bench..", "hpc.external..")
        .layer("exec")
        .definedBy("hpc.exec..", "hpc.plot..", "hpc.table..")
        .layer("ground")
        .definedBy("hpc.parallel..", "hpc.mpi..", "hpc.slurm..", "hpc.launch..", "hpc.nativecode..")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("cli")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("sweep")
        .mayOnlyBeAccessedByLayers("cli", "report")
        .whereLayer("fieldio")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("solver")
        .mayOnlyBeAccessedByLayers("main", "cli", "report", "sweep", "fieldio")
        .whereLayer("exec")
        .mayOnlyBeAccessedByLayers("main", "cli", "report", "sweep", "fieldio", "solver")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("hpc.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void solversKnowEachOtherAndTheBenchNotAtAll() {
    slices()
        .matching("hpc.(sieve|diffusion|amdahl|bench|external)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void filesOfFieldsKnowNothingButDiffusion() {
    noClasses()
        .that(resideInAPackage("hpc.fieldio.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "hpc.sieve..", "hpc.amdahl..", "hpc.bench..", "hpc.slurm..", "hpc.launch.."))
        .check(CLASSES);
  }

  @Test
  void theCommandLineLibraryStaysInTheCli() {
    noClasses()
        .that(resideInAPackage("hpc..").and(DescribedPredicate.not(resideInAPackage("hpc.cli.."))))
        .should()
        .dependOnClassesThat(resideInAPackage("picocli.."))
        .check(CLASSES);
  }

  @Test
  void mpjExpressStaysBehindTheCommunicator() {
    noClasses()
        .that(resideInAPackage("hpc..").and(DescribedPredicate.not(resideInAPackage("hpc.mpi.."))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("mpi..", "mpjdev..", "xdev..", "mpjbuf.."))
        .check(CLASSES);
  }

  @Test
  void solversKnowNeitherSlurmNorTheEnvironmentOfTheProcess() {
    DescribedPredicate<JavaClass> kernels =
        resideInAnyPackage("hpc.sieve..", "hpc.diffusion..", "hpc.amdahl..");
    noClasses()
        .that(kernels)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("hpc.slurm..", "hpc.launch..")
                .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(VectorModule.class))))
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(CLASSES);
  }

  @Test
  void solversNameNoFile() {
    noClasses()
        .that(resideInAnyPackage("hpc.sieve..", "hpc.diffusion..", "hpc.amdahl.."))
        .should()
        .callMethod(Path.class, "of", String.class, String[].class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(File.class)
        .because("what machine they run on and what they read, they are told")
        .check(CLASSES);
  }

  @Test
  void librariesOfOtherLanguagesAreLoadedInTwoPlaces() {
    noClasses()
        .that(
            resideInAPackage("hpc..")
                .and(DescribedPredicate.not(resideInAnyPackage("hpc.nativecode..", "hpc.mpi.."))))
        .should()
        .callMethod(SymbolLookup.class, "libraryLookup", Path.class, Arena.class)
        .orShould()
        .callMethod(SymbolLookup.class, "libraryLookup", String.class, Arena.class)
        .check(CLASSES);
    noClasses()
        .that(resideInAnyPackage("hpc.sieve..", "hpc.diffusion..", "hpc.amdahl.."))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Linker.class)
        .because("kernels are handed the functions that they call")
        .check(CLASSES);
  }

  @Test
  void onlyMainAndTheLossHandlerEndTheProcess() {
    DescribedPredicate<JavaMethodCall> exits =
        DescribedPredicate.describe(
            "System.exit or Runtime.halt",
            call ->
                (call.getTargetOwner().isEquivalentTo(System.class)
                        && call.getName().equals("exit"))
                    || (call.getTargetOwner().isEquivalentTo(Runtime.class)
                        && (call.getName().equals("halt") || call.getName().equals("exit"))));
    noClasses()
        .that(
            resideInAPackage("hpc..")
                .and(DescribedPredicate.not(resideInAnyPackage("hpc", "hpc.mpi.."))))
        .should()
        .callMethodWhere(exits)
        .check(CLASSES);
  }

  @Test
  void noStateIsShared() {
    noFields()
        .that()
        .areDeclaredInClassesThat(resideInAPackage("hpc.."))
        .and()
        .areStatic()
        .should()
        .notBeFinal()
        .check(CLASSES);
  }
}
