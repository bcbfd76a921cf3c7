//! libpython optimised as one program, for what a profile says that Python spends its time on.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::MakeError;
use super::toolchain::Toolchain;
use super::workshop::{Workshop, clean};
use crate::release::Release;

/// How CPython is compiled on top of its usual flags. Code that is not what it was when the profile was taken goes without.
const FLAGS: &str = "-flto=full -fprofile-instr-use=../python.profdata -mllvm -enable-value-profiling \
                     -Wno-profile-instr-out-of-date -Wno-profile-instr-unprofiled";

/// What may be inlined, within a file and across: with LLVM's own limits the guest is a megabyte larger and not faster.
const INLINE: [&str; 3] = [
    "-inline-threshold=25",
    "-inline-cold-callsite-threshold=0",
    "-hot-callsite-threshold=400",
];

/// How often each branch of CPython is taken in ordinary work. `profile/record.sh` makes it anew.
const PROFILE: &[u8] = include_bytes!("../../profile/python.profdata.xz");

/// The archives of libpython that its build makes, beside `libpython3.13.a` itself.
const PARTS: [&str; 3] = [
    "Modules/_decimal/libmpdec/libmpdec.a",
    "Modules/_hacl/libHacl_Hash_SHA2.a",
    "Modules/expat/libexpat.a",
];

/// The argument for CPython's make to compile for [`whole`], with the profile where it expects it.
pub(super) fn compile_flags(workshop: &Workshop) -> Result<String, MakeError> {
    let packed = workshop.path("python.profdata.xz");
    fs::write(&packed, PROFILE).map_err(MakeError::file("write", &packed))?;
    workshop.run(
        "unpack profile",
        clean("xz").arg("--decompress").arg(&packed),
    )?;
    let limits = INLINE.map(|limit| format!(" -mllvm {limit}")).concat();
    Ok(format!("CFLAGS_NODIST={FLAGS}{limits}"))
}

/// Optimises each archive in the folder that libpython was built in as a whole, and leaves one object in it. Done here
/// once, it does not have to be done whenever a component is linked.
pub(super) fn whole(
    release: &Release,
    toolchain: &Toolchain,
    dir: &Path,
    workshop: &Workshop,
) -> Result<(), MakeError> {
    let libpython = archive(release);
    for archive in PARTS.into_iter().chain([libpython.as_str()]) {
        let object = "optimised.o";
        let mut link = toolchain.link_objects();
        link.current_dir(dir)
            .args(INLINE.map(|limit| format!("-Wl,-mllvm,{limit}")))
            .args(["-Wl,--whole-archive", archive, "-o", object]);
        workshop.run("optimise libpython", &mut link)?;
        let bitcode = dir.join(archive);
        fs::remove_file(&bitcode).map_err(MakeError::file("replace", &bitcode))?;
        let mut ar = Command::new(&toolchain.ar);
        ar.current_dir(dir).args(["rcs", archive, object]);
        workshop.run("store libpython", &mut ar)?;
    }
    Ok(())
}

/// The archive that the build of this release makes, in its folder.
pub(super) fn archive(release: &Release) -> String {
    format!("libpython{}.a", release.minor())
}
