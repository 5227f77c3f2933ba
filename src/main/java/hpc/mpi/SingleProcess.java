package hpc.mpi;

/** Rank 0 of 1, with which serial runs are SPMD too. */
public final class SingleProcess implements Communicator {

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public String transport() {
    return "";
  }

  @Override
  public void send(double[] values, int offset, int count, int peer) {
    requireNoRank(peer);
  }

  @Override
  public void receive(double[] values, int offset, int count, int peer) {
    requireNoRank(peer);
  }

  @Override
  public void barrier() {}

  @Override
  public long[] sum(long... values) {
    return values.clone();
  }

  @Override
  public double[] max(double... values) {
    return values.clone();
  }

  @Override
  public byte[][] gather(byte[] message) {
    return new byte[][] {message.clone()};
  }

  /** There is nobody to tell: the exception that led here goes on to the caller. */
  @Override
  public void abort(int exitCode, String line) {}

  @Override
  public void close() {}

  private static void requireNoRank(int peer) {
    if (peer != NO_RANK) {
      throw new IllegalArgumentException("a single process has no rank " + peer);
    }
  }
}
