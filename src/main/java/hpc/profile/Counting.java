package hpc.profile;

/** What is counted exactly while a program runs. */
public enum Counting {
  /** nothing: the program runs as it is */
  NOTHING,
  /** the calls of every method of the program */
  CALLS,
  /** besides, how often each line of chosen methods is reached */
  LINES,
  /** instead of calls, the arrays that each line makes */
  ARRAYS
}
