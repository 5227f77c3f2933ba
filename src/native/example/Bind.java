import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;

/** Calls fibonacci.c and hello.f90: java Bind.java LIBFIBONACCI LIBHELLO. */
void main(String[] args) throws Throwable {
  Linker linker = Linker.nativeLinker();
  SymbolLookup c = SymbolLookup.libraryLookup(Path.of(args[0]).toAbsolutePath(), Arena.global());
  SymbolLookup fortran = SymbolLookup.libraryLookup(Path.of(args[1]).toAbsolutePath(), Arena.global());

  // int64_t fibonacci(int32_t n)
  MethodHandle fibonacci =
      linker.downcallHandle(
          c.find("fibonacci").orElseThrow(), FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
  System.out.println("the 90th: " + (long) fibonacci.invokeExact(90));

  // void fibonacci_numbers(int64_t *numbers, int32_t count), on an array of ours, without a copy
  MethodHandle numbers =
      linker.downcallHandle(
          c.find("fibonacci_numbers").orElseThrow(),
          FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT),
          Linker.Option.critical(true));
  long[] first = new long[10];
  numbers.invokeExact(MemorySegment.ofArray(first), first.length);
  System.out.println("the first: " + Arrays.toString(first));

  // subroutine hello(times) bind(C), its argument by value
  MethodHandle hello =
      linker.downcallHandle(fortran.find("hello").orElseThrow(), FunctionDescriptor.ofVoid(JAVA_INT));
  hello.invokeExact(2);
}
