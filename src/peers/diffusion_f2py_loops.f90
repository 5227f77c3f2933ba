! Explicit 2D diffusion for f2py: one time step, columns (which lie together in memory) shared among threads by OpenMP.
! f2py takes rows and columns from the arrays.
subroutine step(now, following, cx, cy, rows, columns)
  implicit none
  integer, intent(in) :: rows, columns
  real(8), intent(in) :: now(rows, columns), cx, cy
  real(8), intent(inout) :: following(rows, columns)
  integer :: i, j

  !$omp parallel do schedule(static)
  do j = 2, columns - 1
    do i = 2, rows - 1
      following(i, j) = now(i, j) + cx * (now(i, j - 1) + now(i, j + 1) - 2 * now(i, j)) &
        + cy * (now(i - 1, j) + now(i + 1, j) - 2 * now(i, j))
    end do
  end do
end subroutine
