//! Links libpython, and freezes the modules that CPython starts with. They become constants of bytecode, so
//! no folder has to be mapped in.

use std::error::Error;
use std::fs;
use std::path::Path;

use wlr_libpy::bld_cfg::{LibsConfig, configure_static_libs};

/// Modules that CPython needs and does not freeze itself: name, file in the standard library, `true` for a
/// package.
const MODULES: [(&str, &str, bool); 3] = [
    ("encodings", "encodings/__init__.py", true),
    ("encodings.aliases", "encodings/aliases.py", false),
    ("encodings.utf_8", "encodings/utf_8.py", false),
];

/// Compiles a file to a code object: path, the name that tracebacks show, output.
const COMPILE: &str = "\
import marshal, sys
_, path, name, out = sys.argv
code = compile(open(path, 'rb').read(), name, 'exec')
open(out, 'wb').write(marshal.dumps(code))
";

fn main() -> Result<(), Box<dyn Error>> {
    let libpython = configure_static_libs()?;
    libpython.emit_link_flags();
    let out = std::env::var("OUT_DIR")?;
    let rows = MODULES.iter().map(|(name, file, is_package)| {
        compile(&libpython, name, file, &Path::new(&out).join(name))?;
        Ok(format!(
            "(c\"{name}\", include_bytes!(\"{name}\"), {is_package}),\n"
        ))
    });
    let rows = rows.collect::<Result<String, Box<dyn Error>>>()?;
    let count = MODULES.len();
    let table = format!("const FROZEN: [(&CStr, &[u8], bool); {count}] = [\n{rows}];\n");
    fs::write(Path::new(&out).join("frozen.rs"), table)?;
    Ok(())
}

/// Compiles by a Python of the same version: another one has other bytecode.
fn compile(
    libpython: &LibsConfig,
    name: &str,
    file: &str,
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut python = libpython.native_python();
    python.args(["-c", COMPILE]);
    python.arg(libpython.stdlib_dir().join(file));
    python.arg(format!("<frozen {name}>")).arg(out);
    if python.status()?.success() {
        Ok(())
    } else {
        Err(format!("cannot compile `{file}`").into())
    }
}
