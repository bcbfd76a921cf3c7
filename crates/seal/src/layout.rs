//! The layout of CPython's structures with functions, and how it calls each.
//!
//! CPYTHON-INTERNAL: fields and numbers of slots are those of 3.13, for 32 bits.

/// The shape of a call: all arguments and the result are of 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) parameter_count: usize,
    pub(crate) returns: bool,
}

const fn returns(parameter_count: usize) -> Signature {
    Signature {
        parameter_count,
        returns: true,
    }
}

const fn runs(parameter_count: usize) -> Signature {
    Signature {
        parameter_count,
        returns: false,
    }
}

/// Functions of a structure: the index of each field, counted in words, and how it is called.
pub(crate) type Fields = &'static [(usize, Signature)];

/// The size of a `PyTypeObject`, in words.
pub(crate) const TYPE_WORD_COUNT: usize = 52;
/// Its field `tp_name`.
pub(crate) const TYPE_NAME: usize = 3;
/// Its fields that are numbers: `ob_refcnt`, `ob_size`, `tp_basicsize`, `tp_itemsize`,
/// `tp_vectorcall_offset`, `tp_flags`, `tp_weaklistoffset`, `tp_dictoffset`.
pub(crate) const TYPE_NUMBERS: [usize; 8] = [0, 2, 4, 5, 7, 21, 26, 36];

/// The functions of a `PyTypeObject` itself.
pub(crate) const TYPE: Fields = &[
    (6, runs(1)),     // tp_dealloc
    (8, returns(2)),  // tp_getattr
    (9, returns(3)),  // tp_setattr
    (11, returns(1)), // tp_repr
    (15, returns(1)), // tp_hash
    (16, returns(3)), // tp_call
    (17, returns(1)), // tp_str
    (18, returns(2)), // tp_getattro
    (19, returns(3)), // tp_setattro
    (23, returns(3)), // tp_traverse
    (24, returns(1)), // tp_clear
    (25, returns(3)), // tp_richcompare
    (27, returns(1)), // tp_iter
    (28, returns(1)), // tp_iternext
    (34, returns(3)), // tp_descr_get
    (35, returns(3)), // tp_descr_set
    (37, returns(3)), // tp_init
    (38, returns(2)), // tp_alloc
    (39, returns(3)), // tp_new
    (40, runs(1)),    // tp_free
    (41, returns(1)), // tp_is_gc
    (47, runs(1)),    // tp_del
    (49, runs(1)),    // tp_finalize
    (50, returns(4)), // tp_vectorcall
];

/// The structures that a `PyTypeObject` points to: the index of the field, the size in words, the functions.
pub(crate) const PARTS: [(usize, usize, Fields); 5] = [
    (10, 4, ASYNC),
    (12, 36, NUMBER),
    (13, 10, SEQUENCE),
    (14, 3, MAPPING),
    (20, 2, BUFFER),
];

const ASYNC: Fields = &[
    (0, returns(1)),
    (1, returns(1)),
    (2, returns(1)),
    (3, returns(3)),
];

const MAPPING: Fields = &[(0, returns(1)), (1, returns(2)), (2, returns(3))];

const BUFFER: Fields = &[(0, returns(3)), (1, runs(2))];

const SEQUENCE: Fields = &[
    (0, returns(1)), // sq_length
    (1, returns(2)), // sq_concat
    (2, returns(2)), // sq_repeat
    (3, returns(2)), // sq_item
    (5, returns(3)), // sq_ass_item
    (7, returns(2)), // sq_contains
    (8, returns(2)), // sq_inplace_concat
    (9, returns(2)), // sq_inplace_repeat
];

const NUMBER: Fields = &[
    (0, returns(2)),
    (1, returns(2)),
    (2, returns(2)),
    (3, returns(2)),
    (4, returns(2)),
    (5, returns(3)), // nb_power
    (6, returns(1)),
    (7, returns(1)),
    (8, returns(1)),
    (9, returns(1)),
    (10, returns(1)), // nb_invert
    (11, returns(2)),
    (12, returns(2)),
    (13, returns(2)),
    (14, returns(2)),
    (15, returns(2)),
    (16, returns(1)), // nb_int
    (18, returns(1)), // nb_float
    (19, returns(2)),
    (20, returns(2)),
    (21, returns(2)),
    (22, returns(2)),
    (23, returns(3)), // nb_inplace_power
    (24, returns(2)),
    (25, returns(2)),
    (26, returns(2)),
    (27, returns(2)),
    (28, returns(2)),
    (29, returns(2)),
    (30, returns(2)),
    (31, returns(2)),
    (32, returns(2)),
    (33, returns(1)), // nb_index
    (34, returns(2)),
    (35, returns(2)),
];

/// Returns how Python calls a slot of a `PyType_Spec`; none for a slot that is no function.
pub(crate) fn slot(number: u32) -> Option<Signature> {
    Some(match number {
        // bf_getbuffer and bf_releasebuffer
        1 => returns(3),
        2 => runs(2),
        // mp_ass_subscript, mp_length, mp_subscript
        3 => returns(3),
        4 => returns(1),
        5 => returns(2),
        // nb_absolute, nb_bool, nb_float, nb_index, nb_int, nb_invert, nb_negative, nb_positive
        6 | 9 | 11 | 13 | 26 | 27 | 30 | 32 => returns(1),
        // nb_inplace_power and nb_power
        20 | 33 => returns(3),
        // All other numeric operations.
        7..=38 | 75 | 76 => returns(2),
        // sq_ass_item
        39 => returns(3),
        // sq_length
        45 => returns(1),
        // sq_concat to sq_repeat
        40..=46 => returns(2),
        // tp_alloc, tp_getattr, tp_getattro
        47 | 57 | 58 => returns(2),
        // tp_call, tp_descr_get, tp_descr_set, tp_init, tp_new, tp_richcompare, tp_setattr, tp_setattro,
        // tp_traverse
        50 | 54 | 55 | 60 | 65 | 67 | 68 | 69 | 71 => returns(3),
        // tp_clear, tp_hash, tp_is_gc, tp_iter, tp_iternext, tp_repr, tp_str
        51 | 59 | 61 | 62 | 63 | 66 | 70 => returns(1),
        // tp_dealloc, tp_del, tp_free, tp_finalize
        52 | 53 | 74 | 80 => runs(1),
        // am_await, am_aiter, am_anext
        77..=79 => returns(1),
        // am_send
        81 => returns(3),
        _ => return None,
    })
}

/// The last slot.
pub(crate) const LAST_SLOT: u32 = 81;

const VARARGS: u32 = 0x1;
const KEYWORDS: u32 = 0x2;
const NOARGS: u32 = 0x4;
const ONE_ARGUMENT: u32 = 0x8;
const FASTCALL: u32 = 0x80;
const METHOD: u32 = 0x200;
/// Flags that say nothing about arguments: `METH_CLASS`, `METH_STATIC`, `METH_COEXIST`.
const OTHER_FLAGS: u32 = 0x70;

/// Returns how Python calls a method with the flags of its `PyMethodDef`; none for flags that it refuses.
pub(crate) fn method(flags: u32) -> Option<Signature> {
    const FAST_KEYWORDS: u32 = FASTCALL | KEYWORDS;
    const FAST_METHOD: u32 = METHOD | FASTCALL | KEYWORDS;
    const VARIABLE_KEYWORDS: u32 = VARARGS | KEYWORDS;
    match flags & !OTHER_FLAGS {
        VARARGS | NOARGS | ONE_ARGUMENT => Some(returns(2)),
        VARIABLE_KEYWORDS | FASTCALL => Some(returns(3)),
        FAST_KEYWORDS => Some(returns(4)),
        FAST_METHOD => Some(returns(5)),
        _ => None,
    }
}

/// The call of a getter, and that of a setter.
pub(crate) const GETTER: Signature = returns(2);
pub(crate) const SETTER: Signature = returns(3);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_called_by_their_flags() {
        assert_eq!(method(NOARGS), Some(returns(2)));
        assert_eq!(method(VARARGS | KEYWORDS | 0x10), Some(returns(3)));
        assert_eq!(method(METHOD | FASTCALL | KEYWORDS), Some(returns(5)));
        assert_eq!(method(0), None);
        assert_eq!(method(NOARGS | ONE_ARGUMENT), None);
    }

    #[test]
    fn every_slot_up_to_the_last_is_a_function_or_known_as_data() {
        let data = [48, 49, 56, 64, 72, 73];
        for number in 1..=LAST_SLOT {
            assert_eq!(slot(number).is_none(), data.contains(&number), "{number}");
        }
        assert_eq!(slot(LAST_SLOT + 1), None);
    }

    #[test]
    fn fields_lie_inside_of_their_structures() {
        assert!(TYPE.iter().all(|(index, _)| *index < TYPE_WORD_COUNT));
        for (field, count, fields) in PARTS {
            assert!(field < TYPE_WORD_COUNT);
            assert!(fields.iter().all(|(index, _)| *index < count));
        }
    }
}
