package hpc.mpi;

import java.io.IOException;

/** By what the two ends of a connection prove that they are of one job. */
interface Credentials {

  /**
   * Tries whether this process can prove anything.
   *
   * @throws IOException if that does not work on this machine
   */
  default void tryOut() throws IOException {}

  /** This end's part of the key of a connection, made anew for each. */
  KeyShare share();

  /** Proves that this process is of the job: for {@code statement} and for nothing else. */
  byte[] prove(byte[] statement) throws IOException;

  /**
   * Looks at what the other end has made of the same statement.
   *
   * @throws IOException if that is no proof
   */
  void check(byte[] proof, byte[] statement) throws IOException;

  /** One end's part of the key of one connection. */
  interface KeyShare {

    /** How long {@link #shown} is. */
    int BYTES = 32;

    /** What the other end is shown, and whoever listens. */
    byte[] shown();

    /**
     * What only the two ends know.
     *
     * @param theirs what the other end has shown
     * @throws IOException if nobody of the job would have shown that
     */
    byte[] agree(byte[] theirs) throws IOException;
  }
}
