package hpc.mpi;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import javax.crypto.SecretKey;

/** All lanes of one direction between a rank and the others, each made when it is first used. */
final class Lanes {

  private final AuthenticChannel[] channels;
  private final Function<AuthenticChannel, SecretKey> key;
  private final int kinds;
  private final AtomicReferenceArray<Lane> lanes;

  /**
   * Lanes over {@code channels}.
   *
   * @param channels to each rank; null at this rank's own place
   * @param key that of the direction
   * @param kinds of messages, counted from 0
   */
  Lanes(AuthenticChannel[] channels, Function<AuthenticChannel, SecretKey> key, int kinds) {
    this.channels = channels.clone();
    this.key = key;
    this.kinds = kinds;
    this.lanes = new AtomicReferenceArray<>(channels.length * kinds);
  }

  /** The lane of {@code kind} to or from {@code peer}. */
  Lane of(int peer, int kind) {
    int index = peer * kinds + kind;
    Lane lane = lanes.get(index);
    if (lane == null) {
      lanes.compareAndSet(index, null, new Lane(key.apply(channels[peer]), kind));
      lane = lanes.get(index);
    }
    return lane;
  }

  /** What is done with a lane. */
  @FunctionalInterface
  interface Visit {
    void see(int peer, int kind, Lane lane);
  }

  /** Goes through the lanes that have been used. */
  void forEach(Visit visit) {
    for (int index = 0; index < lanes.length(); index++) {
      Lane lane = lanes.get(index);
      if (lane != null) {
        visit.see(index / kinds, index % kinds, lane);
      }
    }
  }
}
