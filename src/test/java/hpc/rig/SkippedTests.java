package hpc.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says at the end of a test run how many tests were skipped, which and why: a test that did not run
 * must not pass for one that did. The same words go to the file that the system property {@code
 * hpc.skipped} names.
 */
public final class SkippedTests implements TestExecutionListener {
  private final List<String> skipped = new ArrayList<>();
  private final Lock lock = new ReentrantLock();
  private TestPlan plan;
  private int told;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    add(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      add(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
    }
  }

  /** Notes a test, or every test of a class that was skipped as a whole. */
  private void add(TestIdentifier skippedNode, String reason) {
    List<TestIdentifier> tests =
        plan.getDescendants(skippedNode).stream().filter(TestIdentifier::isTest).toList();
    lock.lock();
    try {
      for (TestIdentifier test : tests.isEmpty() ? List.of(skippedNode) : tests) {
        skipped.add(
            "  " + name(test) + ": " + reason.replaceFirst("^Assumption failed: ", "").strip());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Class, method and, where it differs, the display name (the arguments). */
  private static String name(TestIdentifier test) {
    String shown = test.getDisplayName();
    return switch (test.getSource().orElse(null)) {
      case MethodSource method -> {
        String name = simpleName(method.getClassName()) + "." + method.getMethodName();
        yield shown.startsWith(method.getMethodName()) ? name : name + " " + shown;
      }
      case ClassSource type -> simpleName(type.getClassName());
      case null, default -> shown;
    };
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    // a JVM that is handed one class after the other has a plan for each
    if (skipped.size() == told) {
      return;
    }
    told = skipped.size();
    String report = "SKIPPED " + skipped.size() + " tests:\n" + String.join("\n", skipped) + "\n";
    System.out.print(report);
    String file = System.getProperty("hpc.skipped");
    if (file != null) {
      try {
        Files.writeString(Path.of(file), report);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
