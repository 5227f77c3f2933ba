package hpc.exec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/** What a problem may ask of the process and the machine that solve it. */
public interface RunContext {

  /** Bytes of a core's own cache, of level 1 or 2; 0 if unknown. */
  long cacheBytes(int level);

  /** The name of this node. */
  String host();

  /** The file that rows are appended to, if they are kept. */
  Optional<Path> csv();

  /** Shows progress on a terminal; takes increments that add up to {@code work}. */
  LongConsumer progress(long work);
}
