package hpc.profile;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a recording: what a thread that lived when the program ended has taken, by its own clock. */
@Name(ThreadTime.NAME)
@Label("Thread's Time")
@Category("hpc")
@StackTrace(false)
final class ThreadTime extends Event {

  static final String NAME = "hpc.ThreadTime";

  @Label("Thread")
  String inThread;

  @Label("Thread's Number")
  long number;

  @Label("CPU Time since the Program Began in ns")
  long cpuNanos;
}
