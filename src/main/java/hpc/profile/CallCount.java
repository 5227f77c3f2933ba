package hpc.profile;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a recording: how often one thread has called one method of the program. */
@Name(CallCount.NAME)
@Label("Calls of a Method")
@Category("hpc")
@StackTrace(false)
final class CallCount extends Event {

  static final String NAME = "hpc.CallCount";

  @Label("Class")
  String type;

  @Label("Method")
  String method;

  @Label("Descriptor")
  String descriptor;

  @Label("Source File")
  String file;

  @Label("First Line")
  int line;

  @Label("Thread")
  String inThread;

  @Label("Calls")
  long calls;
}
