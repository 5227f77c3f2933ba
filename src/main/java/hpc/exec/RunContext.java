package hpc.exec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/** What a problem may want to know of the process and the machine that it is solved by. */
public interface RunContext {

  /** Bytes of a core's own cache, of level 1 or 2; 0 if the machine does not tell. */
  long cacheBytes(int level);

  /** The name of this node. */
  String host();

  /** The file that rows are appended to, if they are kept. */
  Optional<Path> csv();

  /** Shows progress to a person who watches; takes what is done of {@code work}. */
  LongConsumer progress(long work);
}
