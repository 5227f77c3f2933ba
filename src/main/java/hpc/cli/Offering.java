package hpc.cli;

import java.util.Set;

/** A converter that knows all words that it accepts, which the shell may then offer. */
interface Offering {

  /** The words, in the order in which they are told. */
  Set<String> words();
}
