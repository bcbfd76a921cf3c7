//! The optimising of libpython as one program, guided by a profile of where Python spends its time.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::MakeError;
use super::toolchain::Toolchain;
use super::workshop::{Workshop, clean};
use crate::release::Release;

/// The flags for CPython beside its usual ones. Code that has changed since the profile was taken does
/// without the profile, and without a warning.
const FLAGS: &str = "-flto=full -fprofile-instr-use=../python.profdata -mllvm -enable-value-profiling \
                     -Wno-profile-instr-out-of-date -Wno-profile-instr-unprofiled";

/// The limits of inlining, within a file and across files. With LLVM's own limits the guest is a megabyte
/// larger and not faster.
const INLINE: [&str; 3] = [
    "-inline-threshold=25",
    "-inline-cold-callsite-threshold=0",
    "-hot-callsite-threshold=400",
];

/// The counts of each branch of CPython in ordinary work. `profile/record.sh` records them anew.
const PROFILE: &[u8] = include_bytes!("../../profile/python.profdata.xz");

/// The archives that the build makes beside [`archive`].
const PARTS: [&str; 3] = [
    "Modules/_decimal/libmpdec/libmpdec.a",
    "Modules/_hacl/libHacl_Hash_SHA2.a",
    "Modules/expat/libexpat.a",
];

/// Unpacks the profile to where the compiler looks for it. Returns the argument by which CPython's make
/// compiles for [`whole`].
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

/// Optimises each archive in the folder `dir` of the build as a whole, and leaves one object in it.
///
/// It is done once here, so that no component has to do it when it is linked.
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

/// Returns the name of the archive of libpython itself.
pub(super) fn archive(release: &Release) -> String {
    format!("libpython{}.a", release.minor())
}
