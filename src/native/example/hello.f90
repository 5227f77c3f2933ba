! Says hello, in so many words as it is told.
subroutine hello(times) bind(C, name="hello")
  use, intrinsic :: iso_c_binding, only: c_int32_t
  use, intrinsic :: iso_fortran_env, only: output_unit
  implicit none
  integer(c_int32_t), value :: times
  integer :: i

  do i = 1, times
    write (output_unit, '(a)') 'Hello from Fortran'
  end do
  ! Java writes to the same stream, through a buffer of its own
  flush (output_unit)
end subroutine
