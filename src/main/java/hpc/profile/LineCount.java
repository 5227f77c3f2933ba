package hpc.profile;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a recording: how often one thread has arrived at one line of a method of the program. */
@Name(LineCount.NAME)
@Label("Hits of a Line")
@Category("hpc")
@StackTrace(false)
final class LineCount extends Event {

  static final String NAME = "hpc.LineCount";

  @Label("Class")
  String type;

  @Label("Method")
  String method;

  @Label("Descriptor")
  String descriptor;

  @Label("Source File")
  String file;

  @Label("Line")
  int line;

  @Label("Thread")
  String inThread;

  @Label("Hits")
  long hits;
}
