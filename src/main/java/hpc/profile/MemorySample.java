package hpc.profile;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a recording: the memory of the process at one moment, and what it was doing. */
@Name(MemorySample.NAME)
@Label("Memory of the Process")
@Category("hpc")
@StackTrace(false)
final class MemorySample extends Event {

  static final String NAME = "hpc.MemorySample";

  @Label("Resident Set")
  @DataAmount
  long resident;

  @Label("Heap in Use, Garbage Included")
  @DataAmount
  long heapUsed;

  @Label("Heap Committed")
  @DataAmount
  long heapCommitted;

  @Label("Phase of the Main Thread")
  String phase;
}
