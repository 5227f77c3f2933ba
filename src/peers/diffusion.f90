! Explicit 2D diffusion in Fortran with OpenMP, CSC's heat equation as `hpc diffusion --preset csc-heat` has it: two arrays,
! columns (which lie together in memory) shared among threads, the field streamed from memory once per step.
!
!   ./hpc build --peers
!   OMP_NUM_THREADS=2 target/peers/diffusion-fortran NX NY STEPS csc-heat
!
! Prints one line: wall seconds, mean of the interior.
program diffusion
  use, intrinsic :: iso_fortran_env, only: int64, real64, error_unit
  use omp_lib, only: omp_get_wtime
  implicit none
  real(real64), parameter :: cx = 0.25_real64, cy = 0.25_real64
  real(real64), allocatable :: field(:, :), other(:, :)
  integer(int64) :: nx, ny, steps, s
  real(real64) :: wall, average
  character(len=20) :: line

  nx = asked(1)
  ny = asked(2)
  steps = asked(3)
  call require_problem()
  ! y first: what is a row in C is a column here
  allocate (field(0:ny + 1, 0:nx + 1), other(0:ny + 1, 0:nx + 1))
  call fill(field)
  call fill(other)
  wall = omp_get_wtime()
  do s = 1, steps, 2
    call step(field, other)
    if (s < steps) call step(other, field)
  end do
  wall = omp_get_wtime() - wall
  if (mod(steps, 2_int64) == 1) then
    average = mean(other)
  else
    average = mean(field)
  end if
  write (line, '(f20.6)') wall ! f0.6 leaves out the zero in front
  write (*, '(a, 1x, f0.6)') trim(adjustl(line)), average

contains

  integer(int64) function asked(place) result(number)
    integer, intent(in) :: place
    character(len=32) :: word
    integer :: status
    call get_command_argument(place, word)
    read (word, '(i32)', iostat=status) number
    if (status /= 0 .or. number < 1) call refuse()
  end function

  subroutine require_problem()
    character(len=32) :: word
    call get_command_argument(4, word)
    if (word /= 'csc-heat') call refuse()
  end subroutine

  subroutine refuse()
    write (error_unit, '(a)') 'usage: diffusion-fortran NX NY STEPS csc-heat'
    stop 2, quiet=.true.
  end subroutine

  ! Ghost points are the boundary. Rows win the corners, as in CSC's program. Each thread touches what it will use first.
  subroutine fill(u)
    real(real64), intent(out) :: u(0:ny + 1, 0:nx + 1)
    integer(int64) :: i, j
    real(real64) :: di, dj
    !$omp parallel do schedule(static) private(di, dj)
    do i = 0, nx + 1
      di = i - nx / 2.0_real64 + 1
      do j = 0, ny + 1
        dj = j - ny / 2.0_real64 + 1
        u(j, i) = merge(5.0_real64, 65.0_real64, di * di + dj * dj < (nx / 6.0_real64)**2)
      end do
      u(0, i) = 20
      u(ny + 1, i) = 70
      if (i == 0) u(:, i) = 85
      if (i == nx + 1) u(:, i) = 5
    end do
  end subroutine

  subroutine step(now, following)
    real(real64), intent(in) :: now(0:ny + 1, 0:nx + 1)
    real(real64), intent(inout) :: following(0:ny + 1, 0:nx + 1)
    integer(int64) :: i, j
    !$omp parallel do schedule(static)
    do i = 1, nx
      do j = 1, ny
        following(j, i) = now(j, i) + cx * (now(j, i - 1) + now(j, i + 1) - 2 * now(j, i)) &
          + cy * (now(j - 1, i) + now(j + 1, i) - 2 * now(j, i))
      end do
    end do
  end subroutine

  real(real64) function mean(u)
    real(real64), intent(in) :: u(0:ny + 1, 0:nx + 1)
    integer(int64) :: i
    mean = 0
    !$omp parallel do schedule(static) reduction(+ : mean)
    do i = 1, nx
      mean = mean + sum(u(1:ny, i))
    end do
    mean = mean / nx / ny
  end function
end program
