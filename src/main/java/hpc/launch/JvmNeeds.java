package hpc.launch;

/** What a command needs of its JVM, beside the flags that fit it into its share of the machine. */
enum JvmNeeds {
  /** What any JVM has. */
  USUAL(0, ""),

  /**
   * Many small objects, of which few are kept: a young generation that is large enough for few of
   * those made between collections to be still in use.
   */
  SMALL_OBJECTS(128L << 20, ""),

  /**
   * A few large arrays, and little beside them. Every object begins a cache line, and with it a row
   * of an array that is laid out in cache lines, wherever the collector puts it. Arrays that lie in
   * the caches are updated by a twentieth (Java) to a third (C, Fortran) faster; a small object
   * takes some 30 bytes more.
   */
  LARGE_ARRAYS(32L << 20, JvmFlags.ALIGNED);

  private final long mostYoungBytes;
  private final String flag;

  JvmNeeds(long mostYoungBytes, String flag) {
    this.mostYoungBytes = mostYoungBytes;
    this.flag = flag;
  }

  /** The most that the young generation may take; 0 if that is the JVM's business. */
  long mostYoungBytes() {
    return mostYoungBytes;
  }

  /** A further flag; empty if there is none. */
  String flag() {
    return flag;
  }
}
