! The inner loops of the wheel sieve in Fortran: a byte for 30 numbers, see hpc.sieve.Wheel.
module sieve_kernels
  use, intrinsic :: iso_c_binding
  implicit none
  private :: cross_1, cross_7, cross_11, cross_13, cross_17, cross_19, cross_23, cross_29
contains

  subroutine and_patterns(bits, from, length, a, at_a, b, at_b, c, at_c) bind(C, name="hpc_sieve_and")
    integer(c_int8_t), intent(inout) :: bits(0:*)
    integer(c_int8_t), intent(in) :: a(0:*), b(0:*), c(0:*)
    integer(c_int64_t), value :: from, length, at_a, at_b, at_c
    integer(c_int64_t) :: i

    do i = 0, length - 1
      bits(from + i) = iand(iand(bits(from + i), a(at_a + i)), iand(b(at_b + i), c(at_c + i)))
    end do
  end subroutine

  ! Eight bytes at a time.
  pure function count_ones(words, length) result(total) bind(C, name="hpc_sieve_count")
    integer(c_int64_t), intent(in) :: words(*)
    integer(c_int64_t), value :: length
    integer(c_int64_t) :: total, i

    total = 0
    do i = 1, length / 8
      total = total + popcnt(words(i))
    end do
  end function

  subroutine cross(residue, bits, primes, starts, count, end, shift) bind(C, name="hpc_sieve_cross")
    integer(c_int32_t), value :: residue, count, end, shift
    integer(c_int8_t), intent(inout) :: bits(0:*)
    integer(c_int32_t), intent(in) :: primes(*)
    integer(c_int32_t), intent(inout) :: starts(*)

    select case (residue)
    case (0); call cross_1(bits, primes, starts, count, end, shift)
    case (1); call cross_7(bits, primes, starts, count, end, shift)
    case (2); call cross_11(bits, primes, starts, count, end, shift)
    case (3); call cross_13(bits, primes, starts, count, end, shift)
    case (4); call cross_17(bits, primes, starts, count, end, shift)
    case (5); call cross_19(bits, primes, starts, count, end, shift)
    case (6); call cross_23(bits, primes, starts, count, end, shift)
    case (7); call cross_29(bits, primes, starts, count, end, shift)
    end select
  end subroutine

  ! One for each residue, so that the bits that stand for residue * (1, 7, 11, 13, 17, 19, 23, 29) modulo 30
  ! are constants where they are cleared.

  subroutine cross_1(bits, primes, starts, count, end, shift)
    integer, parameter :: b1 = 0, b7 = 1, b11 = 2, b13 = 3, b17 = 4, b19 = 5, b23 = 6, b29 = 7
    include "sieve_turns.inc"
  end subroutine

  subroutine cross_7(bits, primes, starts, count, end, shift)
    integer, parameter :: b1 = 1, b7 = 5, b11 = 4, b13 = 0, b17 = 7, b19 = 3, b23 = 2, b29 = 6
    include "sieve_turns.inc"
  end subroutine

  subroutine cross_11(bits, primes, starts, count, end, shift)
    integer, parameter :: b1 = 2, b7 = 4, b11 = 0, b13 = 6, b17 = 1, b19 = 7, b23 = 3, b29 = 5
    include "sieve_turns.inc"
  end subroutine

  subroutine cross_13(bits, primes, starts, count, end, shift)
    integer, parameter :: b1 = 3, b7 = 0, b11 = 6, b13 = 5, b17 = 2, b19 = 1, b23 = 7, b29 = 4
    include "sieve_turns.inc"
  end subroutine

  subroutine cross_17(bits, primes, starts, count, end, shift)
    integer, parameter :: b1 = 4, b7 = 7, b11 = 1, b13 = 2, b17 = 5, b19 = 6, b23 = 0, b29 = 3
    include "sieve_turns.inc"
  end subroutine

  subroutine cross_19(bits, primes, starts, count, end, shift)
    integer, parameter :: b1 = 5, b7 = 3, b11 = 7, b13 = 1, b17 = 6, b19 = 0, b23 = 4, b29 = 2
    include "sieve_turns.inc"
  end subroutine

  subroutine cross_23(bits, primes, starts, count, end, shift)
    integer, parameter :: b1 = 6, b7 = 2, b11 = 3, b13 = 7, b17 = 0, b19 = 4, b23 = 5, b29 = 1
    include "sieve_turns.inc"
  end subroutine

  subroutine cross_29(bits, primes, starts, count, end, shift)
    integer, parameter :: b1 = 7, b7 = 6, b11 = 5, b13 = 4, b17 = 3, b19 = 2, b23 = 1, b29 = 0
    include "sieve_turns.inc"
  end subroutine
end module
