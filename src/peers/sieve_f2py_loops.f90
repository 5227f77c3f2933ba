! The sieve of Eratosthenes for f2py: the loops of pure Python with types, on a byte per number. (f2py knows kinds by their
! numbers, not by the names of iso_fortran_env.)
subroutine count_primes(limit, count)
  implicit none
  integer(8), intent(in) :: limit
  integer(8), intent(out) :: count
  integer(1), allocatable :: is_prime(:)
  integer(8) :: n, multiple

  allocate (is_prime(limit), source=1_1)
  is_prime(1) = 0
  n = 2
  do while (n * n <= limit)
    if (is_prime(n) == 1) then
      do multiple = n * n, limit, n
        is_prime(multiple) = 0
      end do
    end if
    n = n + 1
  end do
  count = 0
  do n = 1, limit
    count = count + is_prime(n)
  end do
end subroutine
