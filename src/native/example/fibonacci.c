#include <stdint.h>

/* The n-th Fibonacci number; -1 where it does not fit 63 bits, beyond the 92nd. */
int64_t fibonacci(int32_t n) {
  int64_t a = 0, b = 1;
  if (n < 0 || n > 92) {
    return -1;
  }
  for (; n > 0; n--) {
    int64_t next = (int64_t)((uint64_t)a + (uint64_t)b);
    a = b;
    b = next;
  }
  return a;
}

/* Writes the first count of them into an array. */
void fibonacci_numbers(int64_t *numbers, int32_t count) {
  for (int32_t n = 0; n < count; n++) {
    numbers[n] = fibonacci(n);
  }
}
