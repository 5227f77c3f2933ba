package hpc.nativecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NativeLibraryTest {

  private static final String ELSE =
      "; accepted: auto, scalar, vector, or hpc build --native makes it anew";

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void theLibraryThatWasBuiltIsOfThisInterface(NativeLanguage language) {
    Natives.require(language);
    NativeLibrary library = NativeLibrary.open(language);
    assertEquals(language.library(), library.file().getFileName().toString());
    assertEquals(Optional.empty(), NativeLibrary.trouble(language, library.file()));
  }

  @Test
  void theHeaderCountsAsThisProgramDoes() throws Exception {
    String header = Files.readString(Path.of("src/native/hpc_native.h"));
    assertTrue(header.contains("#define HPC_INTERFACE " + NativeLibrary.INTERFACE + "\n"));
  }

  @Test
  void itIsLookedForBesideTheJarAndInLib() throws Exception {
    Path lib = Files.createDirectory(directory.resolve("lib"));
    List<Path> directories = NativeLibrary.directories(directory.toString());
    assertEquals(List.of(Path.of("target").toAbsolutePath(), lib), directories);
    assertEquals(1, NativeLibrary.directories("").size());
    assertEquals(1, NativeLibrary.directories(null).size());
    assertEquals(Optional.empty(), NativeLibrary.find(NativeLanguage.C, List.of(lib)));
    Path file = Files.createFile(lib.resolve("libhpc-c.so"));
    assertEquals(Optional.of(file), NativeLibrary.find(NativeLanguage.C, List.of(lib)));
  }

  @Test
  void whatIsNoLibraryIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("libhpc-c.so"), "no library");
    assertEquals("--kernel c: " + file + " cannot be loaded" + ELSE, refusal(file));
  }

  @Test
  void aLibraryOfAnotherInterfaceIsRefused() throws Exception {
    Path file = compiled("int hpc_interface(void) { return 77; }");
    String needed = " has interface 77, hpc.jar needs " + NativeLibrary.INTERFACE;
    assertEquals("--kernel c: " + file + needed + ELSE, refusal(file));
  }

  @Test
  void aLibraryThatDoesNotSayIsRefused() throws Exception {
    Path file = compiled("int something_else(void) { return 1; }");
    String needed = " has interface 0, hpc.jar needs " + NativeLibrary.INTERFACE;
    assertEquals("--kernel c: " + file + needed + ELSE, refusal(file));
  }

  @Test
  void aMissingFunctionIsNamed() throws Exception {
    Path file = compiled("int hpc_interface(void) { return " + NativeLibrary.INTERFACE + "; }");
    NativeLibrary library = NativeLibrary.open(NativeLanguage.C, file);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> library.require("hpc_interface", "hpc_diffusion_update"))
            .getMessage();
    assertEquals("--kernel c: " + file + " has no function hpc_diffusion_update" + ELSE, message);
  }

  private static String refusal(Path file) {
    return assertThrows(
            IllegalArgumentException.class, () -> NativeLibrary.open(NativeLanguage.C, file))
        .getMessage();
  }

  private Path compiled(String source) throws Exception {
    Programs.require("cc");
    Path file = directory.resolve("libhpc-c.so");
    Path text = Files.writeString(directory.resolve("source.c"), source);
    List<String> command =
        List.of("cc", "-shared", "-fPIC", "-o", file.toString(), text.toString());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return file;
  }
}
