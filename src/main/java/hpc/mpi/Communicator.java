package hpc.mpi;

/**
 * Messages between the ranks of a job: a handle that is passed, never a static.
 *
 * <p>All operations block. Collective operations must be called by every rank, by one thread of
 * each. Elements are packed by value; the buffers are the caller's again when a call returns. Any
 * length from 0 on is legal.
 *
 * <p>When a peer is lost no operation returns an error: the implementation ends the process, since
 * an SPMD program cannot go on with a rank missing.
 */
public interface Communicator extends AutoCloseable {

  /**
   * The neighbour of a rank at the edge: sending to it and receiving from it do nothing, so that
   * exchanges need no branches (MPI_PROC_NULL).
   */
  int NO_RANK = -1;

  /** The number of this process, {@code 0 <= rank() < size()}. */
  int rank();

  /** The number of ranks, at least 1. */
  int size();

  /** What carries the messages, as the results name it; empty if there is nobody to send to. */
  String transport();

  /**
   * Sends {@code count} elements of {@code values} from {@code offset} on to {@code peer}. The call
   * does not wait for the receiver, so that two ranks may send to each other first and receive
   * then.
   */
  void send(double[] values, int offset, int count, int peer);

  /**
   * Receives {@code count} elements into {@code values} from {@code offset} on, in the order in
   * which {@code peer} sent them; waits for them.
   */
  void receive(double[] values, int offset, int count, int peer);

  /** Waits until every rank has called it. */
  void barrier();

  /** The elementwise sum over all ranks, modulo 2^64; every rank gives equally many and gets it. */
  long[] sum(long... values);

  /** The elementwise maximum over all ranks; every rank gives equally many and gets it. */
  double[] max(double... values);

  /**
   * Brings a message of every rank, of any length each, to rank 0.
   *
   * @return on rank 0 the messages in rank order; on every other rank an empty array, so that a
   *     loop over it does nothing there
   */
  byte[][] gather(byte[] message);

  /**
   * Ends every rank of the job because this one cannot go on. Does not return where there are other
   * ranks.
   *
   * @param exitCode the exit status of all of them
   * @param line why, in one line
   */
  void abort(int exitCode, String line);

  /** Leaves the job in order: waits for all ranks, then releases ports and threads. */
  @Override
  void close();
}
