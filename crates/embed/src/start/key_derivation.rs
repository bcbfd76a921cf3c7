//! Keys from passwords, for `hashlib`: the built-in module `_wasi_py_key_derivation`.
//! `_wasi_py_hashlib.py` checks what Python hands over.

/// PBKDF2 with the HMAC of one hash: password, salt, rounds, and where the key goes.
type Pbkdf2 = fn(&[u8], &[u8], u32, &mut [u8]);

/// Returns PBKDF2 with the hash that `hashlib` calls so, or nothing for a hash that is not written in Rust
/// here.
fn pbkdf2_with(hash_name: &str) -> Option<Pbkdf2> {
    Some(match hash_name {
        "sha1" => pbkdf2::pbkdf2_hmac::<sha1::Sha1>,
        "sha224" => pbkdf2::pbkdf2_hmac::<sha2::Sha224>,
        "sha256" => pbkdf2::pbkdf2_hmac::<sha2::Sha256>,
        "sha384" => pbkdf2::pbkdf2_hmac::<sha2::Sha384>,
        "sha512" => pbkdf2::pbkdf2_hmac::<sha2::Sha512>,
        _ => return None,
    })
}

/// Tells whether `size` more bytes can be had.
fn is_to_be_had(size: usize) -> bool {
    Vec::<u8>::new().try_reserve_exact(size).is_ok()
}

#[pyo3::pymodule(name = "_wasi_py_key_derivation")]
pub(crate) mod key_derivation_module {
    use ::scrypt::Params;
    use pyo3::exceptions::{PyMemoryError, PyValueError};
    use pyo3::prelude::*;
    use pyo3::types::PyBytes;

    /// Derives the key. Returns `None` for a hash that is not here.
    #[pyfunction]
    fn pbkdf2_hmac<'py>(
        py: Python<'py>,
        hash_name: &str,
        password: &[u8],
        salt: &[u8],
        iterations: u32,
        length: usize,
    ) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let Some(derive) = super::pbkdf2_with(hash_name) else {
            return Ok(None);
        };
        let key = PyBytes::new_with(py, length, |key| {
            derive(password, salt, iterations, key);
            Ok(())
        });
        key.map(Some)
    }

    /// Derives the key for `2 ** log_n` blocks of `r`, `p` times.
    #[pyfunction]
    fn scrypt<'py>(
        py: Python<'py>,
        password: &[u8],
        salt: &[u8],
        cost: (u8, u32, u32),
        length: usize,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let (log_n, r, p) = cost;
        let unfit = || PyValueError::new_err("Invalid parameter combination for n, r, p, maxmem.");
        let params = Params::new(log_n, r, p, Params::RECOMMENDED_LEN).map_err(|_| unfit())?;
        // The crate ends the program where there is too little memory.
        let blocks = (1 << log_n) + usize::try_from(p)? + 1;
        if !super::is_to_be_had(128 * usize::try_from(r)? * blocks) {
            return Err(PyMemoryError::new_err(()));
        }
        PyBytes::new_with(py, length, |key| {
            ::scrypt::scrypt(password, salt, &params, key).map_err(|_| unfit())
        })
    }
}
