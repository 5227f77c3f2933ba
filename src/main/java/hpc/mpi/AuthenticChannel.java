package hpc.mpi;

import java.nio.channels.SocketChannel;
import javax.crypto.SecretKey;

/**
 * A connection to a rank of this job, and the keys by which what is said on it is known to be said
 * by the other end. Each connection has its own.
 *
 * @param channel the connection
 * @param outgoing key for what this end says
 * @param incoming key for what the other end says
 */
record AuthenticChannel(SocketChannel channel, SecretKey outgoing, SecretKey incoming) {

  /** What the keys are for. */
  static final String CIPHER = "AES";

  /** Bytes of a key. */
  static final int KEY_BYTES = 32;
}
