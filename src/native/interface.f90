! Which version of hpc_native.h this library follows.
module version_of_interface
  use, intrinsic :: iso_c_binding
  implicit none
contains
  pure function version() bind(C, name="hpc_interface")
    integer(c_int32_t) :: version
    version = 2
  end function
end module
