! The segmented sieve of Eratosthenes in Fortran with OpenMP, as sieve.c has it: odd numbers only, a byte each, segments that
! fit the first-level cache, handed out to the threads as they become free.
!
!   ./hpc build --peers
!   OMP_NUM_THREADS=2 target/peers/sieve-fortran LIMIT
!
! Prints one line: wall seconds, primes from 2 to LIMIT.
program sieve
  use, intrinsic :: iso_fortran_env, only: int8, int64, real64, error_unit
  use omp_lib, only: omp_get_wtime
  implicit none
  integer(int64), parameter :: segment = 32768 ! odd numbers, a byte each
  integer(int64), allocatable :: primes(:)
  integer(int64) :: limit, segments, s, count
  real(real64) :: wall
  character(len=20) :: line

  limit = limit_asked()
  wall = omp_get_wtime()
  primes = small_primes(limit)
  segments = 0
  if (limit >= 3) segments = (limit - 3) / (2 * segment) + 1
  count = merge(1, 0, limit >= 2)
  !$omp parallel do schedule(dynamic, 16) reduction(+ : count)
  do s = 0, segments - 1
    count = count + primes_in_segment(3 + 2 * segment * s)
  end do
  wall = omp_get_wtime() - wall
  write (line, '(f20.6)') wall ! f0.6 leaves out the zero in front
  write (*, '(a, 1x, i0)') trim(adjustl(line)), count

contains

  integer(int64) function limit_asked() result(asked)
    character(len=32) :: word
    integer :: status
    call get_command_argument(1, word)
    read (word, '(i32)', iostat=status) asked
    if (status /= 0 .or. len_trim(word) == 0 .or. asked < 1 .or. asked > 10_int64**18) then
      write (error_unit, '(a)') 'usage: sieve-fortran LIMIT, from 1 to 10^18'
      stop 2, quiet=.true.
    end if
  end function

  ! The odd primes up to the root of a limit.
  function small_primes(last) result(found)
    integer(int64), intent(in) :: last
    integer(int64), allocatable :: found(:)
    integer(int8), allocatable :: prime(:)
    integer(int64) :: root, p
    root = int(sqrt(real(last, real64)), int64) + 1
    allocate (prime(root), source=1_int8)
    prime(1) = 0
    prime(2::2) = 0
    do p = 3, root, 2
      if (p * p > root) exit
      if (prime(p) == 1) prime(p * p::2 * p) = 0
    end do
    found = pack([(p, p=1, root)], prime == 1)
  end function

  ! The primes among the odd numbers from `low` on, at most a segment of them.
  integer(int64) function primes_in_segment(low) result(primes_here)
    integer(int64), intent(in) :: low
    integer(int8) :: prime(0:segment - 1)
    integer(int64) :: odds, high, k, p, m, i
    high = min(low + 2 * segment - 2, limit)
    odds = (high - low) / 2 + 1
    prime(:odds - 1) = 1
    do k = 1, size(primes)
      p = primes(k)
      if (p * p > high) exit
      m = max((low + p - 1) / p * p, p * p)
      if (mod(m, 2_int64) == 0) m = m + p
      do i = (m - low) / 2, odds - 1, p
        prime(i) = 0
      end do
    end do
    primes_here = 0
    do i = 0, odds - 1
      primes_here = primes_here + prime(i)
    end do
  end function
end program
