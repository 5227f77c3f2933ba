! The inner loops of the wheel sieve in Fortran: a byte for 30 numbers, see hpc.sieve.Wheel.
module sieve_kernels
  use, intrinsic :: iso_c_binding
  implicit none
  private :: turns
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

    ! the bits that stand for residue * (1, 7, 11, 13, 17, 19, 23, 29) modulo 30
    select case (residue)
    case (0); call turns(bits, primes, starts, count, end, shift, 0, 1, 2, 3, 4, 5, 6, 7)
    case (1); call turns(bits, primes, starts, count, end, shift, 1, 5, 4, 0, 7, 3, 2, 6)
    case (2); call turns(bits, primes, starts, count, end, shift, 2, 4, 0, 6, 1, 7, 3, 5)
    case (3); call turns(bits, primes, starts, count, end, shift, 3, 0, 6, 5, 2, 1, 7, 4)
    case (4); call turns(bits, primes, starts, count, end, shift, 4, 7, 1, 2, 5, 6, 0, 3)
    case (5); call turns(bits, primes, starts, count, end, shift, 5, 3, 7, 1, 6, 0, 4, 2)
    case (6); call turns(bits, primes, starts, count, end, shift, 6, 2, 3, 7, 0, 4, 5, 1)
    case (7); call turns(bits, primes, starts, count, end, shift, 7, 6, 5, 4, 3, 2, 1, 0)
    end select
  end subroutine

  ! A turn is 8 multiples, in bytes within prime from at on; the next turn begins prime bytes on.
  subroutine turns(bits, primes, starts, count, end, shift, b1, b7, b11, b13, b17, b19, b23, b29)
    integer(c_int8_t), intent(inout) :: bits(0:*)
    integer(c_int32_t), intent(in) :: primes(*)
    integer(c_int32_t), intent(inout) :: starts(*)
    integer(c_int32_t), intent(in) :: count, end, shift
    integer, intent(in) :: b1, b7, b11, b13, b17, b19, b23, b29
    integer(c_int64_t) :: at, prime, o1, o7, o11, o13, o17, o19, o23, o29
    integer(c_int32_t) :: i

    do i = 1, count
      prime = primes(i)
      at = starts(i)
      o1 = prime / 30
      o7 = prime * 7 / 30
      o11 = prime * 11 / 30
      o13 = prime * 13 / 30
      o17 = prime * 17 / 30
      o19 = prime * 19 / 30
      o23 = prime * 23 / 30
      o29 = prime * 29 / 30
      do while (at < end)
        bits(at + o1) = ibclr(bits(at + o1), b1)
        bits(at + o7) = ibclr(bits(at + o7), b7)
        bits(at + o11) = ibclr(bits(at + o11), b11)
        bits(at + o13) = ibclr(bits(at + o13), b13)
        bits(at + o17) = ibclr(bits(at + o17), b17)
        bits(at + o19) = ibclr(bits(at + o19), b19)
        bits(at + o23) = ibclr(bits(at + o23), b23)
        bits(at + o29) = ibclr(bits(at + o29), b29)
        at = at + prime
      end do
      starts(i) = int(at - shift, c_int32_t)
    end do
  end subroutine
end module
