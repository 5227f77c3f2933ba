package hpc.mpi;

import org.junit.jupiter.api.Test;

class SingleProcessTest {

  @Test
  void keepsTheContractOfCommunicators() {
    new CommunicatorContract(new SingleProcess()).check();
  }
}
