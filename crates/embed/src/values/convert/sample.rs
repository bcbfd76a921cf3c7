//! Values that are made of their types alone, for the warm-up.

/// A type of which values can be made up.
pub trait Sample: Sized {
    /// Makes a small one, another for each `index`; `None` if only a host or an app can make one.
    fn sample(index: usize) -> Option<Self>;
}

/// Small numbers, of which CPython has objects, and large ones.
macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl Sample for $type {
            fn sample(index: usize) -> Option<Self> {
                let most = <$type>::MAX;
                Some(if index % 2 == 0 { most >> (<$type>::BITS - 4) } else { most - index as $type })
            }
        }
    )*};
}
numbers!(u8, i8, u16, i16, u32, i32, u64, i64);

impl Sample for bool {
    fn sample(index: usize) -> Option<Self> {
        Some(index.is_multiple_of(2))
    }
}

impl Sample for f32 {
    fn sample(index: usize) -> Option<Self> {
        Some(index as Self / 2.0)
    }
}

impl Sample for f64 {
    fn sample(index: usize) -> Option<Self> {
        Some(index as Self / 2.0)
    }
}

impl Sample for char {
    fn sample(index: usize) -> Option<Self> {
        const CHARS: [char; 4] = ['a', 'é', '人', '🐍'];
        Some(CHARS[index % CHARS.len()])
    }
}

/// Texts of each of the widths that CPython stores characters in.
impl Sample for String {
    fn sample(index: usize) -> Option<Self> {
        const TEXTS: [&str; 5] = ["a", "student", "café", "人々", "a 🐍"];
        Some(TEXTS[index % TEXTS.len()].to_owned())
    }
}

impl Sample for () {
    fn sample(_: usize) -> Option<Self> {
        Some(())
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample(index: usize) -> Option<Self> {
        Some((0..2).filter_map(|item| T::sample(index + item)).collect())
    }
}

impl<T: Sample, const N: usize> Sample for [T; N] {
    fn sample(index: usize) -> Option<Self> {
        let items: Option<Vec<T>> = (0..N).map(|item| T::sample(index + item)).collect();
        items?.try_into().ok()
    }
}

impl<T: Sample> Sample for Option<T> {
    fn sample(index: usize) -> Option<Self> {
        Some(if index % 4 == 3 {
            None
        } else {
            T::sample(index)
        })
    }
}

impl<T: Sample, E: Sample> Sample for Result<T, E> {
    fn sample(index: usize) -> Option<Self> {
        if index.is_multiple_of(2) {
            T::sample(index).map(Ok)
        } else {
            E::sample(index).map(Err)
        }
    }
}

macro_rules! tuples {
    ($(($($item:ident)+))*) => {$(
        impl<$($item: Sample),+> Sample for ($($item,)+) {
            fn sample(index: usize) -> Option<Self> {
                Some(($($item::sample(index)?,)+))
            }
        }
    )*};
}
tuples! {
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E F)
    (A B C D E F G)
    (A B C D E F G H)
    (A B C D E F G H I)
    (A B C D E F G H I J)
    (A B C D E F G H I J K)
    (A B C D E F G H I J K L)
}
