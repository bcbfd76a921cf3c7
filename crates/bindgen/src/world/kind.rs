//! Kinds of types in WIT. [`Kind::of`] alone knows `wit-parser`'s kinds, and refuses those that nothing is
//! generated for. Whoever matches a [`Kind`] has a case for each.

use wit_bindgen_core::wit_parser::{
    Enum, Flags, Handle, Record, Resolve, Result_, Tuple, Type, TypeDefKind, TypeId, Variant,
};

/// As long as Rust's tuples have all traits that are needed.
const LONGEST_TUPLE: usize = 12;

/// A type that something is generated for.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Record(Record),
    Variant(Variant),
    Enum(Enum),
    Flags(Flags),
    Resource,
    /// A list of `u8`, by whatever name.
    Bytes(Type),
    /// A list of anything else.
    List(Type),
    /// A list of so many `u8`, by whatever name.
    FixedBytes(Type, u32),
    /// A list of so many of anything else.
    FixedList(Type, u32),
    Option(Type),
    Result(Result_),
    Tuple(Tuple),
    Own(TypeId),
    Borrow(TypeId),
    /// Items that come one after the other, by whatever name.
    Stream(Type),
    /// A stream of `u8`.
    ByteStream(Type),
    /// A value that comes later.
    Future(Option<Type>),
    /// Another name for a type, by `type` or `use`.
    Alias(Type),
}

/// The reason why nothing is generated for something.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// The kind of type or function that it uses.
    pub(super) what: String,
    /// The advice on what to write instead.
    pub(super) help: &'static str,
}

impl Refusal {
    pub(super) fn new(what: impl Into<String>, help: &'static str) -> Self {
        let what = what.into();
        Self { what, help }
    }
}

impl Kind {
    /// Reads a type as the parser has it.
    ///
    /// # Errors
    /// When nothing is generated for such a type.
    pub(super) fn of(resolve: &Resolve, kind: &TypeDefKind) -> Result<Self, Refusal> {
        Ok(match kind {
            TypeDefKind::Record(record) => Self::Record(record.clone()),
            TypeDefKind::Variant(variant) => Self::Variant(variant.clone()),
            TypeDefKind::Enum(enumeration) => Self::Enum(enumeration.clone()),
            TypeDefKind::Flags(flags) => Self::Flags(flags.clone()),
            TypeDefKind::Resource => Self::Resource,
            TypeDefKind::List(item) if is_byte(resolve, item) => Self::Bytes(*item),
            TypeDefKind::List(item) => Self::List(*item),
            TypeDefKind::Option(value) => Self::Option(*value),
            TypeDefKind::Result(result) => Self::Result(result.clone()),
            TypeDefKind::Tuple(tuple) if tuple.types.len() > LONGEST_TUPLE => {
                let what = format!("a tuple of {}", tuple.types.len());
                return Err(Refusal::new(what, "use a record"));
            }
            TypeDefKind::Tuple(tuple) => Self::Tuple(tuple.clone()),
            TypeDefKind::Handle(Handle::Own(resource)) => Self::Own(*resource),
            TypeDefKind::Handle(Handle::Borrow(resource)) => Self::Borrow(*resource),
            TypeDefKind::Type(ty) => Self::Alias(*ty),
            TypeDefKind::Future(value) => Self::Future(*value),
            TypeDefKind::Stream(Some(item)) if is_byte(resolve, item) => Self::ByteStream(*item),
            // As encoded worlds have it.
            TypeDefKind::Stream(Some(item)) if is(resolve, item, Type::Char) => {
                let help = "use `stream<string>`, or `stream<u8>` with an encoding";
                return Err(Refusal::new("a `stream` of `char`", help));
            }
            TypeDefKind::Stream(Some(item)) => Self::Stream(*item),
            TypeDefKind::Stream(None) => {
                return Err(Refusal::new("a `stream` of nothing", "use `stream<bool>`"));
            }
            TypeDefKind::Map(..) => return Err(Refusal::new("`map`", "use a list of tuples")),
            TypeDefKind::FixedLengthList(_, 0) => {
                return Err(Refusal::new("a list of no length", "leave it out"));
            }
            TypeDefKind::FixedLengthList(item, length) if is_byte(resolve, item) => {
                Self::FixedBytes(*item, *length)
            }
            TypeDefKind::FixedLengthList(item, length) => Self::FixedList(*item, *length),
            TypeDefKind::Unknown => unreachable!("the parser knows all types by its end"),
        })
    }

    /// Returns the types that it is directly made of.
    pub(crate) fn parts(&self) -> Vec<Type> {
        match self {
            Self::Record(record) => record.fields.iter().map(|field| field.ty).collect(),
            Self::Variant(variant) => variant.cases.iter().filter_map(|case| case.ty).collect(),
            Self::Tuple(tuple) => tuple.types.clone(),
            Self::Result(result) => result.ok.into_iter().chain(result.err).collect(),
            Self::Bytes(ty)
            | Self::List(ty)
            | Self::FixedBytes(ty, _)
            | Self::FixedList(ty, _)
            | Self::Option(ty)
            | Self::Stream(ty)
            | Self::ByteStream(ty)
            | Self::Alias(ty) => vec![*ty],
            Self::Future(ty) => ty.iter().copied().collect(),
            Self::Enum(_) | Self::Flags(_) | Self::Resource | Self::Own(_) | Self::Borrow(_) => {
                Vec::new()
            }
        }
    }

    /// Tells whether it is the end of a stream or future.
    pub(crate) fn is_end(&self) -> bool {
        matches!(
            self,
            Self::Stream(_) | Self::ByteStream(_) | Self::Future(_)
        )
    }

    /// Tells whether it has a class in Python: only types with a name do.
    pub(crate) fn has_class(&self) -> bool {
        match self {
            Self::Record(_)
            | Self::Variant(_)
            | Self::Enum(_)
            | Self::Flags(_)
            | Self::Resource => true,
            Self::Bytes(_)
            | Self::List(_)
            | Self::FixedBytes(..)
            | Self::FixedList(..)
            | Self::Option(_)
            | Self::Result(_)
            | Self::Tuple(_)
            | Self::Own(_)
            | Self::Borrow(_)
            | Self::Stream(_)
            | Self::ByteStream(_)
            | Self::Future(_)
            | Self::Alias(_) => false,
        }
    }
}

fn is_byte(resolve: &Resolve, ty: &Type) -> bool {
    is(resolve, ty, Type::U8)
}

/// Tells whether a type is a plain one, by whatever name.
fn is(resolve: &Resolve, ty: &Type, plain: Type) -> bool {
    match ty {
        Type::Id(id) => match resolve.types[*id].kind {
            TypeDefKind::Type(ty) => is(resolve, &ty, plain),
            _ => false,
        },
        found => *found == plain,
    }
}
