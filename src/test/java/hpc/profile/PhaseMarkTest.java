package hpc.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PhaseMarkTest {

  private final ProfiledLoader loader =
      new ProfiledLoader(PhaseMarkTest.class.getClassLoader(), Optional.empty());

  private void in(Phase phase, Runnable body) throws Exception {
    Class<?> clock = loader.loadClass(PhaseClock.class.getName());
    Class<?> phases = loader.loadClass(Phase.class.getName());
    Object made =
        clock.getConstructor(LongSupplier.class).newInstance((LongSupplier) System::nanoTime);
    clock
        .getMethod("in", phases, Runnable.class)
        .invoke(made, phases.getEnumConstants()[List.of(Phase.values()).indexOf(phase)], body);
  }

  @Test
  void thePhaseIsKnownWhileItLasts() throws Exception {
    Supplier<String> phase = loader.phase();
    List<String> seen = new ArrayList<>(List.of(phase.get()));
    for (Phase one : Phase.values()) {
      in(one, () -> seen.add(phase.get()));
      seen.add(phase.get());
    }
    assertEquals(List.of("", "compute", "", "communication", "", "wait", "", "io", ""), seen);
  }

  @Test
  void aPhaseThatThrowsEndsToo() {
    Supplier<String> phase = loader.phase();
    assertThrows(
        InvocationTargetException.class,
        () ->
            in(
                Phase.IO,
                () -> {
                  throw new IllegalStateException(phase.get());
                }));
    assertEquals("", phase.get());
  }
}
