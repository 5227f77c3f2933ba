! The 5-point stencil in Fortran. The language has no fused multiply-add before 2023, so the compiler makes them: built with
! -ffp-contract=fast every product below is added to what it stands beside in one operation, rounded once, and there is only
! one way to do so (2 u is exact). The bits are then those of the other kernels; hpc.jar tries that before it takes this one.
module diffusion_kernels
  use, intrinsic :: iso_c_binding
  implicit none
contains

  subroutine update(now, next, start, rows, columns, stride, cx, cy) bind(C, name="hpc_diffusion_update")
    real(c_double), intent(in) :: now(0:*)
    real(c_double), intent(inout) :: next(0:*)
    integer(c_int64_t), value :: start, rows, columns, stride
    real(c_double), value :: cx, cy
    real(c_double) :: along_x, along_y
    integer(c_int64_t) :: row, first, i

    do row = 0, rows - 1
      first = start + row * stride
      do i = first, first + columns - 1
        along_x = (now(i - stride) + now(i + stride)) - 2 * now(i)
        along_y = (now(i - 1) + now(i + 1)) - 2 * now(i)
        next(i) = (now(i) + cy * along_y) + cx * along_x
      end do
    end do
  end subroutine

  subroutine update_varying(now, next, start, rows, columns, stride, cx, cy) bind(C, name="hpc_diffusion_update_varying")
    real(c_double), intent(in) :: now(0:*), cx(0:*), cy(0:*)
    real(c_double), intent(inout) :: next(0:*)
    integer(c_int64_t), value :: start, rows, columns, stride
    real(c_double) :: u, total
    integer(c_int64_t) :: row, first, i

    do row = 0, rows - 1
      first = start + row * stride
      do i = first, first + columns - 1
        u = now(i)
        total = u + cy(i) * (now(i - 1) - u)
        total = total + cy(i + 1) * (now(i + 1) - u)
        total = total + cx(i) * (now(i - stride) - u)
        next(i) = total + cx(i + stride) * (now(i + stride) - u)
      end do
    end do
  end subroutine
end module
