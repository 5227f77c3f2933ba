package hpc.external;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramSearchTest {

  @TempDir private Path directory;

  @Test
  void thePathComesFirstThenTheFolderOfPeers() throws IOException {
    Path path = Files.createDirectory(directory.resolve("path"));
    Path peers = Files.createDirectory(directory.resolve("peers"));
    ProgramSearch search = ProgramSearch.of("/nowhere:" + path, List.of(peers));
    program(peers.resolve("both"));
    Path onPath = program(path.resolve("both"));
    Path peer = program(peers.resolve("peer"));
    Files.createFile(path.resolve("plain"));
    Files.createDirectory(path.resolve("folder"));

    assertEquals(Optional.of(onPath), search.find("both"));
    assertEquals(Optional.of(peer), search.find("peer"));
    assertEquals(Optional.of(peer), search.find(peer.toString()));
    assertEquals(Optional.empty(), search.find("plain"), "not executable");
    assertEquals(Optional.empty(), search.find("folder"));
    assertEquals(Optional.empty(), search.find("path/both"), "a slash: no search");
  }

  @Test
  void aProgramThatCouldNotBeMadeIsAbsentForTheReasonInItsNote() throws IOException {
    Files.writeString(directory.resolve("sieve-x.absent"), "no x: apt-get install x\n");
    ProgramSearch search = ProgramSearch.of("/nowhere", List.of(directory));

    assertEquals("no x: apt-get install x; then ./hpc build --peers", search.absence("sieve-x"));
    assertEquals(
        "sieve-y not found on PATH, nor in %s, which ./hpc build --peers fills"
            .formatted(directory),
        search.absence("sieve-y"));
  }

  private static Path program(Path file) throws IOException {
    Files.createFile(file);
    file.toFile().setExecutable(true);
    return file;
  }
}
