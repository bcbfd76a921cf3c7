//! The settings for imports, passed on to the tool that finishes a component.

use wasi_py_imports::{Imports, SECTION};
use wlr_libpy::target::Target;

use crate::BuildError;

/// Returns Rust that puts the settings into the core module, and has the linker leave that module as it is:
/// what it leaves out, only the tool knows.
pub(crate) fn section(imports: Option<&Imports>, target: Target) -> Result<String, BuildError> {
    let Some(imports) = imports else {
        return Ok(String::new());
    };
    if target != Target::Wasip2 {
        return Err(BuildError::NotForTarget(target.name()));
    }
    println!("cargo::rustc-link-arg=--skip-wit-component");
    Ok(rust(imports))
}

fn rust(imports: &Imports) -> String {
    let text = imports.to_section();
    let length = text.len();
    format!(
        "\n#[allow(unsafe_code, reason = \"a section that nothing reads at run time\")]\n\
         #[doc(hidden)]\n\
         #[unsafe(link_section = {SECTION:?})]\n\
         pub static WASI_PY_IMPORTS: [u8; {length}] = *b{text:?};\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasi_py_imports::{Entropy, Group};

    fn imports() -> Imports {
        let imports = Imports::new(Some(vec![Group::Stdio]), Some(Entropy::Repeats), None);
        imports.expect("fit").expect("something is left out")
    }

    #[test]
    fn section_is_rust() {
        let rust = section(Some(&imports()), Target::Wasip2).expect("is for the target");
        let text = r#"*b"{\"wasi\":[\"stdio\"],\"entropy\":\"repeats\",\"clock\":null}";"#;
        assert!(rust.ends_with(&format!("[u8; 51] = {text}\n")), "{rust}");
    }

    #[test]
    fn preview_1_has_other_imports() {
        let error = section(Some(&imports()), Target::Wasip1).expect_err("is refused");
        assert_eq!(
            error.to_string(),
            "imports can be left out for `wasm32-wasip2`, not for `wasm32-wasip1`\n\
             = help: remove `wasi`, `entropy` and `clock` from `Cargo.toml`, or build for the other target"
        );
        assert_eq!(section(None, Target::Wasip1).expect("nothing to do"), "");
    }
}
