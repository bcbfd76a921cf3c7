//! The tasks, each with its name on the command line. `libpython` alone is elsewhere: in the crate that users
//! have too.

pub(crate) mod bench;
pub(crate) mod book;
pub(crate) mod build;
pub(crate) mod checked;
pub(crate) mod compose;
pub(crate) mod cpython_tests;
pub(crate) mod dist;
pub(crate) mod endure;
pub(crate) mod findings;
pub(crate) mod fuzz;
pub(crate) mod hardening;
pub(crate) mod hosts;
pub(crate) mod installed;
pub(crate) mod lint;
pub(crate) mod load;
pub(crate) mod new;
pub(crate) mod packages;
pub(crate) mod pin;
pub(crate) mod release;
pub(crate) mod reproduce;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod size;
pub(crate) mod test;
pub(crate) mod wheel;
