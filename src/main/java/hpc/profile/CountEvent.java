package hpc.profile;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a recording: what one thread has counted at one place of the program. */
abstract class CountEvent extends Event {

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

  /** Fills in the place and the thread, and commits the event. */
  final void commitAt(MethodName name, String inFile, int atLine, String thread) {
    type = name.type();
    method = name.method();
    descriptor = name.descriptor();
    file = inFile;
    line = atLine;
    inThread = thread;
    commit();
  }

  /** How often a method was called; the line is its first one. */
  @Name(Calls.NAME)
  @Label("Calls of a Method")
  @Category("hpc")
  @StackTrace(false)
  static final class Calls extends CountEvent {

    static final String NAME = "hpc.CallCount";

    @Label("Calls")
    long calls;
  }

  /** How often a line was reached. */
  @Name(Hits.NAME)
  @Label("Hits of a Line")
  @Category("hpc")
  @StackTrace(false)
  static final class Hits extends CountEvent {

    static final String NAME = "hpc.LineCount";

    @Label("Hits")
    long hits;
  }

  /** The arrays that a line made. */
  @Name(Arrays.NAME)
  @Label("Arrays Made at a Line")
  @Category("hpc")
  @StackTrace(false)
  static final class Arrays extends CountEvent {

    static final String NAME = "hpc.ArrayCount";

    @Label("Type of the Largest")
    String arrayType;

    @Label("Arrays")
    long arrays;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("Elements of the Largest")
    long largestLength;

    @Label("Bytes of the Largest")
    @DataAmount
    long largestBytes;

    @Label("Resident Set before the Largest")
    @DataAmount
    long residentBefore;

    @Label("Resident Set after the Largest")
    @DataAmount
    long residentAfter;
  }
}
