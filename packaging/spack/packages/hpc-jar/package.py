# Spack: spack repo add packaging/spack && spack install --no-checksum hpc-jar
# There is no place to download from. In the directory where spack is called put
#   hpc.jar-0.1.0.tar.gz   git archive --prefix=hpc.jar-0.1.0/ -o hpc.jar-0.1.0.tar.gz HEAD
#   mpj-0.44.jar           lib/mpj.jar of MPJ Express 0.44, or /usr/share/java/mpj.jar of Debian's libmpj-java
import os

from spack.package import *


class HpcJar(Package):
    """Sieve of Eratosthenes and 2D diffusion in serial, on the cores of a node (ForkJoin) and across nodes (MPJ
    Express under Slurm), with sweeps, scaling reports and profiles."""

    homepage = "https://example.org/hpc.jar"  # the address of your repository
    url = "file://{0}/hpc.jar-0.1.0.tar.gz".format(os.getcwd())
    manual_download = True

    license("MIT")

    version("0.1.0")

    resource(
        name="mpj",
        url="file://{0}/mpj-0.44.jar".format(os.getcwd()),
        sha256="b135d0ec9e08772be47eb20a37792df82b36d94ecd666202af423c7e884f9b64",
        expand=False,
        placement="mpj",
        when="@0.1.0",
    )

    depends_on("java@25:", type=("build", "run"))
    depends_on("maven@3.8:", type="build")

    def install(self, spec, prefix):
        build = Executable(join_path(self.stage.source_path, "hpc"))
        build.add_default_env("HPC_MPJ_JAR", join_path(self.stage.source_path, "mpj", "mpj-0.44.jar"))
        # Maven downloads into ~/.m2; without a network copy that directory from elsewhere
        build("build")
        Executable(join_path(self.stage.source_path, "packaging", "install.sh"))(prefix)

    def setup_run_environment(self, env):
        env.set("HPC_HOME", self.prefix)
        env.prepend_path("PATH", self.prefix)
        env.prepend_path("MANPATH", join_path(self.prefix, "target", "share", "man"))
        env.append_path("XDG_DATA_DIRS", join_path(self.prefix, "target", "share"))

    @run_after("install")
    @on_package_attributes(run_tests=True)
    def count_primes(self):
        Executable(join_path(self.prefix, "hpc"))("sieve", "--limit", "1e6")
