from pathlib import Path

import distro


def example() -> None:
    Path("/tmp/os-release").write_text('ID=debian\nVERSION_ID="12"\nNAME="Debian"\n', encoding="utf-8")
    found = distro.LinuxDistribution(include_lsb=False, include_uname=False, os_release_file="/tmp/os-release")
    assert (found.id(), found.version(), found.name()) == ("debian", "12", "Debian")
