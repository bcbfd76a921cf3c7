//! The compilers that a build backend is pointed to, and the files by which its build system learns of them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use wlr_libpy::make::Development;

use crate::crates::TARGET;
use crate::{NativeError, Recipe};

pub(crate) const WASI_CC: &str = include_str!("../python/wasi_cc.py");
pub(crate) const WASI_RUST_LD: &str = include_str!("../python/wasi_rust_ld.py");

/// The name that stands for the folder of a build in what it makes.
const BUILD: &str = "/build";
/// The suffix of extension modules, as `sysconfig` has it.
pub(crate) const SUFFIX: &str = ".cpython-313-wasm32-wasi.so";
/// Optimised as libpython is. The flags for wrapping arithmetic are CPython's own.
const CFLAGS: &str = "-O3 -g0 -DNDEBUG -fno-strict-overflow -fno-strict-aliasing";

/// A folder with compilers and their descriptions.
#[derive(Debug)]
pub(crate) struct Toolbox {
    folder: PathBuf,
    /// The folder whose paths do not show in what is compiled.
    work: PathBuf,
    recipe: Recipe,
}

impl Toolbox {
    /// Writes the toolbox of a build in the folder `work`, by `recipe`. Paths of that folder do not show in
    /// what is compiled. Scripts are run by the interpreter `python`.
    pub(crate) fn write(
        work: &Path,
        python: &Path,
        development: &Development,
        recipe: &Recipe,
    ) -> Result<Self, NativeError> {
        let folder = &work.join("tools");
        let toolbox = Self {
            folder: folder.clone(),
            work: work.to_owned(),
            recipe: recipe.clone(),
        };
        for name in ["bin", "sysconfig"] {
            let dir = folder.join(name);
            fs::create_dir_all(&dir).map_err(NativeError::file("create", &dir))?;
        }
        toolbox.write_programs(python, development)?;
        toolbox.write_sysconfig(development)?;
        toolbox.file("cross.ini", &toolbox.meson())?;
        toolbox.file("toolchain.cmake", &toolbox.cmake(development))?;
        toolbox.file("rules.cmake", CMAKE_RULES)?;
        toolbox.file("pyo3.cfg", PYO3)?;
        Ok(toolbox)
    }

    /// Returns the path of something in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn write_programs(&self, python: &Path, development: &Development) -> Result<(), NativeError> {
        let tools = &development.tools;
        let description = json!({
            "clang": tools.clang,
            "clang_cxx": cxx(&tools.clang),
            "linker": tools.linker,
            "rust_lld": rust_lld(),
            "sysroot": tools.sysroot,
            "builtins": tools.builtins,
            "include": development.include,
            "cxx_include": tools.cxx.as_ref().map(|cxx| &cxx.include),
            "cxx_libraries": tools.cxx.iter().flat_map(|cxx| &cxx.archives).collect::<Vec<_>>(),
            "defines": self.recipe.defines(),
            "renamed": { self.work.display().to_string(): BUILD },
        });
        self.file("tools.json", &description.to_string())?;
        let script = |text: &str| format!("#!{} -IS\n{text}", python.display());
        self.program("wasi-cc", &script(WASI_CC))?;
        self.program("wasi-c++", &script(WASI_CC))?;
        self.program("wasi-rust-ld", &script(WASI_RUST_LD))?;
        self.program("wasi-ar", &calling(&tools.ar))?;
        self.program("wasi-ranlib", &calling(&tools.ranlib))?;
        // Without its symbols an object cannot be sealed.
        self.program("wasi-strip", "#!/bin/sh\nexit 0\n")
    }

    fn program(&self, name: &str, text: &str) -> Result<(), NativeError> {
        let path = self.path("bin").join(name);
        fs::write(&path, text).map_err(NativeError::file("write", &path))?;
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&path, mode).map_err(NativeError::file("write", &path))
    }

    fn file(&self, name: &str, text: &str) -> Result<(), NativeError> {
        let path = self.path(name);
        fs::write(&path, text).map_err(NativeError::file("write", &path))
    }

    /// Writes `_sysconfigdata` with these compilers instead of those that CPython was built with.
    fn write_sysconfig(&self, development: &Development) -> Result<(), NativeError> {
        let original = &development.sysconfigdata;
        let text = fs::read_to_string(original).map_err(NativeError::file("read", original))?;
        let (cc, cxx) = (self.text("bin/wasi-cc"), self.text("bin/wasi-c++"));
        let include = development.include.display().to_string();
        let own = json!({
            "CC": cc,
            "CXX": cxx,
            "LDSHARED": format!("{cc} -shared"),
            "BLDSHARED": format!("{cc} -shared"),
            "LDCXXSHARED": format!("{cxx} -shared"),
            "AR": self.text("bin/wasi-ar"),
            "RANLIB": self.text("bin/wasi-ranlib"),
            "CFLAGS": CFLAGS,
            "PY_CFLAGS": CFLAGS,
            "OPT": "-DNDEBUG -O3",
            "LDFLAGS": "",
            "CONFIGURE_LDFLAGS": "",
            "PY_LDFLAGS": "",
            "LDFLAGS_NODIST": "",
            "INCLUDEPY": include,
            "CONFINCLUDEPY": include,
            "EXT_SUFFIX": SUFFIX,
        });
        let name = original.file_name().unwrap_or_default().to_string_lossy();
        // A JSON object of texts is a dictionary of Python as well.
        self.file(
            &format!("sysconfig/{name}"),
            &format!("{text}\nbuild_time_vars.update({own})\n"),
        )
    }

    fn meson(&self) -> String {
        let program = |name: &str| format!("'{}'", self.text(&format!("bin/{name}")));
        format!(
            "[binaries]\nc = {}\ncpp = {}\nar = {}\nranlib = {}\nstrip = {}\npkg-config = 'false'\n\
             [host_machine]\nsystem = 'wasi'\ncpu_family = 'wasm32'\ncpu = 'wasm32'\nendian = 'little'\n\
             [properties]\nlongdouble_format = 'IEEE_QUAD_LE'\nskip_sanity_check = true\nneeds_exe_wrapper = true\n",
            program("wasi-cc"),
            program("wasi-c++"),
            program("wasi-ar"),
            program("wasi-ranlib"),
            program("wasi-strip"),
        )
    }

    fn cmake(&self, development: &Development) -> String {
        let include = development.include.display();
        let programs = [
            ("C_COMPILER", "wasi-cc"),
            ("CXX_COMPILER", "wasi-c++"),
            ("AR", "wasi-ar"),
            ("RANLIB", "wasi-ranlib"),
            ("STRIP", "wasi-strip"),
        ];
        let programs = programs.map(|(variable, name)| {
            format!(
                "set(CMAKE_{variable} {})\n",
                self.text(&format!("bin/{name}"))
            )
        });
        format!(
            "set(CMAKE_SYSTEM_NAME WASI)\nset(CMAKE_SYSTEM_PROCESSOR wasm32)\n{}\
             set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)\nset(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)\n\
             set(CMAKE_USER_MAKE_RULES_OVERRIDE {})\nset(Python_INCLUDE_DIR {include})\n\
             set(Python3_INCLUDE_DIR {include})\n",
            programs.concat(),
            self.text("rules.cmake"),
        )
    }

    /// Returns the settings for each build backend that takes some.
    pub(crate) fn settings(&self) -> String {
        let cross = format!("--cross-file={}", self.text("cross.ini"));
        let own = ("setup-args".to_owned(), vec![cross]);
        let mut settings = BTreeMap::from([("mesonpy".to_owned(), BTreeMap::from([own]))]);
        self.recipe.add_settings(&mut settings);
        json!(settings).to_string()
    }

    /// Returns the flags that take the folder of the build out of what rustc compiles.
    fn rust_flags(&self) -> String {
        format!("--remap-path-prefix={}={BUILD}", self.work.display())
    }

    /// Returns the environment variables that point build systems to these compilers.
    pub(crate) fn variables(&self) -> Vec<(&'static str, String)> {
        let program = |name: &str| self.text(&format!("bin/{name}"));
        vec![
            ("CC", program("wasi-cc")),
            ("CXX", program("wasi-c++")),
            ("AR", program("wasi-ar")),
            ("RANLIB", program("wasi-ranlib")),
            ("STRIP", program("wasi-strip")),
            ("_PYTHON_HOST_PLATFORM", "wasi-wasm32".to_owned()),
            (
                "_PYTHON_SYSCONFIGDATA_NAME",
                "_sysconfigdata__wasi_wasm32-wasi".to_owned(),
            ),
            ("PYTHONPATH", self.text("sysconfig")),
            ("CMAKE_TOOLCHAIN_FILE", self.text("toolchain.cmake")),
            ("CARGO_BUILD_TARGET", TARGET.to_owned()),
            ("CARGO_TARGET_WASM32_WASIP2_LINKER", program("wasi-rust-ld")),
            ("CARGO_TARGET_WASM32_WASIP2_RUSTFLAGS", self.rust_flags()),
            ("CARGO_PROFILE_RELEASE_LTO", "off".to_owned()),
            ("CARGO_PROFILE_RELEASE_PANIC", "abort".to_owned()),
            ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo".to_owned()),
            ("CC_wasm32_wasip2", program("wasi-cc")),
            ("CXX_wasm32_wasip2", program("wasi-c++")),
            ("AR_wasm32_wasip2", program("wasi-ar")),
            ("HOST_CC", "cc".to_owned()),
            ("PYO3_CONFIG_FILE", self.text("pyo3.cfg")),
        ]
    }
}

/// Rules by which CMake takes shared libraries for possible.
const CMAKE_RULES: &str = "\
set_property(GLOBAL PROPERTY TARGET_SUPPORTS_SHARED_LIBS TRUE)
set(CMAKE_SHARED_LIBRARY_CREATE_C_FLAGS \"-shared\")
set(CMAKE_SHARED_LIBRARY_CREATE_CXX_FLAGS \"-shared\")
set(CMAKE_SHARED_MODULE_CREATE_C_FLAGS \"-shared\")
set(CMAKE_SHARED_MODULE_CREATE_CXX_FLAGS \"-shared\")
";

/// The description of the guest's Python for pyo3.
const PYO3: &str = "\
implementation=CPython
version=3.13
shared=false
abi3=false
pointer_width=32
build_flags=
suppress_build_script_link_lines=true
ext_suffix=.cpython-313-wasm32-wasi.so
";

fn calling(program: &Path) -> String {
    format!("#!/bin/sh\nexec {} \"$@\"\n", program.display())
}

/// Returns the C++ compiler beside a C compiler.
fn cxx(clang: &Path) -> PathBuf {
    let name = clang.file_name().unwrap_or_default().to_string_lossy();
    clang.with_file_name(name.replacen("clang", "clang++", 1))
}

/// Returns the linker of Rust's own toolchain, whose objects others may be too old for.
fn rust_lld() -> Option<PathBuf> {
    let output = Command::new("rustc")
        .args(["--print", "target-libdir"])
        .output()
        .ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    Some(
        Path::new(folder.trim())
            .with_file_name("bin")
            .join("rust-lld"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cxx_compiler_lies_beside_the_c_compiler() {
        assert_eq!(cxx(Path::new("clang-19")), Path::new("clang++-19"));
        assert_eq!(
            cxx(Path::new("/sdk/bin/clang")),
            Path::new("/sdk/bin/clang++")
        );
    }
}
