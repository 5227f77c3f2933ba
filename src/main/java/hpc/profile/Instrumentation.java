package hpc.profile;

/** Changes the classes of the program as they are loaded, so that they count. */
interface Instrumentation {

  /** A class of the program with what is woven into it. */
  byte[] apply(byte[] original);

  /** Puts what the program, loaded by {@code loader}, has counted into the recording that runs. */
  void commit(ProfiledLoader loader);
}
