package mpi;

import mpjdev.MPJDev;
import org.apache.log4j.Logger;

/**
 * Starts MPJ Express as MPI.Init does, but for its file of settings. MPI.Init reads {@code
 * MPJ_HOME/conf/mpjexpress.conf}, and where that variable is unset a file below {@code null/} in
 * the current directory, which may be anybody's; and it tells of a missing one with a stack trace.
 *
 * <p>In this package since the fields that are to be filled are visible here only.
 */
public final class World {

  private World() {}

  /**
   * Starts the device, which MPJDev.dev holds.
   *
   * @param rank of this process
   * @return all ranks
   */
  public static Intracomm join(int rank) {
    MPI.logger = Logger.getLogger("mpj");
    // the second word names a file of settings, which our device does not read
    MPJDev.init(new String[] {Integer.toString(rank), "none", "niodev"});
    MPI.SEND_OVERHEAD = MPJDev.getSendOverhead();
    MPI.BSEND_OVERHEAD = MPI.SEND_OVERHEAD;
    MPI.RECV_OVERHEAD = MPJDev.getRecvOverhead();
    MPI.COMM_WORLD = new Intracomm(MPJDev.WORLD, MPJDev.WORLD.group);
    return MPI.COMM_WORLD;
  }
}
