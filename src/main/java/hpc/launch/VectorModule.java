package hpc.launch;

import java.lang.module.ModuleFinder;

/** The module of the Vector API, which a JVM has only if it was started with it. */
public final class VectorModule {

  /** Its name. */
  public static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Whether this process can use it; if not, no class that mentions it may be touched. */
  public static boolean present() {
    return ModuleLayer.boot().findModule(NAME).isPresent();
  }

  /** Whether the JVM on disk has it; a runtime cut down by jlink may not. */
  static boolean installed() {
    return ModuleFinder.ofSystem().find(NAME).isPresent();
  }
}
