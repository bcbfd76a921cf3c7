//! Reasons for which memory is not reset as was asked for.

/// A reason for which memory is reset whole although that was not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Obstacle {
    #[error("this kernel does not list changed pages")]
    NoList,
    #[error("a changed page may be in swap, where the scan does not see it")]
    Swap,
    #[error("the kernel may be moving a changed page, which the scan does not see then")]
    Moves,
}

/// Memory of this host may be in swap by now, and its scan does not see that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "swap was added, and an instance could find there what another one has left\n\
     = help: start the host again: it then resets memory whole"
)]
pub struct SwapError;
