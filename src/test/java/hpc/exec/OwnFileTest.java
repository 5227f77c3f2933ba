package hpc.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFileTest {

  private static final byte[] OURS = "ours".getBytes(UTF_8);

  @TempDir private Path directory;
  private Path victim;
  private Path link;

  @BeforeEach
  void plant() throws IOException {
    victim = Files.writeString(directory.resolve(".bashrc"), "theirs");
    link = Files.createSymbolicLink(directory.resolve("guessed.txt"), victim);
  }

  private void requireVictimUntouched() throws IOException {
    assertEquals("theirs", Files.readString(victim));
  }

  @Test
  void aNewFileTakesThePlaceOfALink() throws IOException {
    try (FileChannel channel = OwnFile.create(link)) {
      AtomicFile.writeFully(channel, OURS);
    }
    assertEquals("ours", Files.readString(link));
    assertFalse(Files.isSymbolicLink(link));
    requireVictimUntouched();
  }

  @Test
  void aLinkIsNotAddedTo() throws IOException {
    Path nowhere = Files.createSymbolicLink(directory.resolve("b"), directory.resolve("missing"));
    for (Path planted : new Path[] {link, nowhere}) {
      assertEquals(
          planted
              + ": is a symbolic link, which is not followed here; put a file or directory in its place",
          assertThrows(IOException.class, () -> OwnFile.open(planted, Set.of(CREATE, WRITE)))
              .getMessage());
    }
    assertFalse(Files.exists(directory.resolve("missing")));
    requireVictimUntouched();
  }

  @Test
  void aDirectoryIsMadeAndALinkToOneIsRefused() throws IOException {
    Path made = directory.resolve("a/logs");
    OwnFile.makeDirectory(made);
    OwnFile.makeDirectory(made);
    Path planted = Files.createSymbolicLink(directory.resolve("logs"), made);
    assertThrows(IOException.class, () -> OwnFile.makeDirectory(planted));
  }

  @Test
  void whatIsWrittenAsideGoesThroughNoLink() throws IOException {
    Path target = directory.resolve("config.yaml");
    Files.createSymbolicLink(directory.resolve("config.yaml.tmp"), victim);
    AtomicFile.replace(target, OURS);
    assertEquals("ours", Files.readString(target));
    requireVictimUntouched();

    AtomicFile.replace(link, OURS);
    assertFalse(Files.isSymbolicLink(link));
    requireVictimUntouched();
  }

  @Test
  void aNameThatAUserGivesIsFollowed() throws IOException {
    AtomicFile.replaceNamed("--out", link, OURS);
    assertEquals("ours", Files.readString(victim));
    assertEquals(victim.toRealPath(), link.toRealPath());
  }

  @Test
  void aNameMayBeAsLongAsTheSystemTakes() throws IOException {
    for (String letter : new String[] {"x", "é"}) {
      int bytes = letter.getBytes(UTF_8).length;
      Path longest = directory.resolve(letter.repeat(255 / bytes));
      AtomicFile.replaceNamed("--out", longest, OURS);
      assertEquals("ours", Files.readString(longest));
    }
  }
}
