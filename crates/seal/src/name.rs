//! Names of init functions: one for each module, and none that two modules share.

use crate::SealError;

/// The beginning of the name of each init function.
const PREFIX: &str = "PyInit_";

/// Returns the name of a module's init function in its own object: `PyInit__speedups` of `a._speedups`.
///
/// # Errors
/// [`SealError::Name`].
pub(crate) fn own_init(module: &str) -> Result<String, SealError> {
    if !module.split('.').all(is_identifier) {
        return Err(SealError::Name(module.to_owned()));
    }
    let last = module.rsplit('.').next().unwrap_or(module);
    Ok(format!("{PREFIX}{last}"))
}

/// Returns the name of a module's init function after sealing: `PyInit_a_2_1speedups` of `a._speedups`.
#[must_use]
pub fn init_symbol(module: &str) -> String {
    let unique = module.replace('_', "_1").replace('.', "_2");
    format!("{PREFIX}{unique}")
}

fn is_identifier(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    name.bytes().next().is_some_and(is_letter)
        && name
            .bytes()
            .all(|byte| is_letter(byte) || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn init_symbols_of_different_modules_differ() {
        assert_eq!(init_symbol("a._speedups"), "PyInit_a_2_1speedups");
        assert_ne!(init_symbol("a_2b"), init_symbol("a.b"));
        assert_ne!(init_symbol("a._b"), init_symbol("a_._b"));
    }

    #[test]
    fn module_defines_an_init_function_by_its_last_name() {
        let name = own_init("a.b._speedups").expect("a name");
        assert_eq!(name, "PyInit__speedups");
    }

    #[test]
    fn what_cannot_be_imported_is_no_name() {
        for name in ["", "a..b", "1a", "a-b", "grün"] {
            assert!(own_init(name).is_err(), "{name}");
        }
    }
}
