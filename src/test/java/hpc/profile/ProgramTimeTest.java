package hpc.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time of the program's threads against what each of them reads on its own clock. */
class ProgramTimeTest {

  private static final long MILLI = 1_000_000;

  private final LongAdder burnt = new LongAdder();

  @TempDir private Path directory;

  @Test
  void threadsThatHaveEndedCountAsThoseThatLive() throws Exception {
    ProgramTime time = new ProgramTime();
    try (Recording recording = new Recording(ProgramTime.SETTINGS)) {
      recording.enable(ProgramTime.ThreadTime.class);
      recording.enable(RunFacts.class);
      recording.start();
      ProgramTime.Clocks clocks = new ProgramTime.Clocks();
      try (ForkJoinPool pool = new ForkJoinPool(2)) {
        List.of(120, 250).forEach(millis -> pool.execute(() -> burn(millis)));
      }
      Thread.ofPlatform().name("one more").start(() -> burn(80)).join();
      Thread looksOn = Thread.ofPlatform().name(MemorySampler.THREAD).start(() -> burn(90));
      looksOn.join();
      burn(150);
      clocks.commit();
      RunFacts facts = new RunFacts();
      facts.processors = Runtime.getRuntime().availableProcessors();
      facts.loadingNanos = 30 * MILLI;
      facts.commit();
      recording.stop();
      Path file = Recordings.file(directory, 0);
      recording.dump(file);
      Recordings.at(file).forEach(time::take);
    }
    time.close();
    double program = (double) (burnt.sum() - (90 + 30) * MILLI);
    assertEquals(program, (double) time.nanos(), 0.03 * program, "without who looks on");
    assertTrue(time.profilerNanos() >= 115 * MILLI, "loading, who looks on, the recorder");
  }

  /** Takes so much processor time, and notes how much it was. */
  private void burn(long millis) {
    long begin = ProgramTime.ofThisThread();
    long now = begin;
    while (now < begin + millis * MILLI) {
      now = ProgramTime.ofThisThread();
    }
    burnt.add(now - begin);
  }
}
