package hpc.profile;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a recording: the arrays that one thread has made at one place of the program. */
@Name(ArrayCount.NAME)
@Label("Arrays Made at a Line")
@Category("hpc")
@StackTrace(false)
final class ArrayCount extends Event {

  static final String NAME = "hpc.ArrayCount";

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
