package hpc.profile;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a recording: what ran, and how much time its process took. */
@Name(RunFacts.NAME)
@Label("Profiled Run")
@Category("hpc")
@StackTrace(false)
final class RunFacts extends Event {

  static final String NAME = "hpc.Run";

  @Label("Command")
  String command;

  @Label("Rank")
  int rank;

  @Label("Ranks")
  int ranks;

  @Label("Counted")
  String counting;

  @Label("Solve without Counters in ns")
  long referenceNanos;

  @Label("CPU Time of the Process in ns")
  long cpuNanos;

  @Label("CPU Time of Loading the Program with Counters in ns")
  long loadingNanos;

  @Label("Processors")
  int processors;

  @Label("Most of the Resident Set since the Last Repetition Began")
  long highWaterBytes;

  @Label("Elapsed Time in ns")
  long wallNanos;
}
