//! Kinds of values, as tools expect them.

use std::fmt;

use crate::value::Value;

/// A kind of values. It is printed as a type of Python.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Kind {
    /// Any value.
    #[default]
    Any,
    /// `None`.
    None,
    /// `bool`.
    Boolean,
    /// `int`, of any size. A `bool` is none.
    Integer,
    /// `float`, or `int`.
    Float,
    /// `str`.
    Text,
    /// `bytes`.
    Bytes,
    /// `list`.
    List(Box<Kind>),
    /// `tuple` with a value of each kind.
    Tuple(Vec<Kind>),
    /// `set`.
    Set(Box<Kind>),
    /// `dict` from one kind to the other.
    Dictionary(Box<Kind>, Box<Kind>),
    /// One of these values.
    Literal(Vec<Value>),
    /// A value of one of these kinds.
    Union(Vec<Kind>),
}

impl Kind {
    /// True if the value is of this kind.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        let all = |kind: &Self, values: &[Value]| values.iter().all(|value| kind.accepts(value));
        match (self, value) {
            (Self::Any, _)
            | (Self::None, Value::None)
            | (Self::Boolean, Value::Boolean(_))
            | (Self::Integer | Self::Float, Value::Integer(_) | Value::BigInteger(_))
            | (Self::Float, Value::Float(_))
            | (Self::Text, Value::Text(_))
            | (Self::Bytes, Value::Bytes(_)) => true,
            (Self::List(kind), Value::List(values)) | (Self::Set(kind), Value::Set(values)) => {
                all(kind, values)
            }
            (Self::Tuple(kinds), Value::Tuple(values)) => {
                let mut pairs = kinds.iter().zip(values);
                kinds.len() == values.len() && pairs.all(|(kind, value)| kind.accepts(value))
            }
            (Self::Dictionary(of_key, of_value), Value::Dictionary(entries)) => entries
                .iter()
                .all(|(key, value)| of_key.accepts(key) && of_value.accepts(value)),
            (Self::Literal(values), value) => values.contains(value),
            (Self::Union(kinds), value) => kinds.iter().any(|kind| kind.accepts(value)),
            _ => false,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("Any"),
            Self::None => f.write_str("None"),
            Self::Boolean => f.write_str("bool"),
            Self::Integer => f.write_str("int"),
            Self::Float => f.write_str("float"),
            Self::Text => f.write_str("str"),
            Self::Bytes => f.write_str("bytes"),
            Self::List(kind) => write!(f, "list[{kind}]"),
            Self::Tuple(kinds) if kinds.is_empty() => f.write_str("tuple[()]"),
            Self::Tuple(kinds) => write!(f, "tuple[{}]", joined(kinds, ", ")),
            Self::Set(kind) => write!(f, "set[{kind}]"),
            Self::Dictionary(of_key, of_value) => write!(f, "dict[{of_key}, {of_value}]"),
            Self::Literal(values) => write!(f, "Literal[{}]", joined(values, ", ")),
            Self::Union(kinds) => f.write_str(&joined(kinds, " | ")),
        }
    }
}

fn joined(parts: &[impl fmt::Display], separator: &str) -> String {
    let parts: Vec<_> = parts.iter().map(ToString::to_string).collect();
    parts.join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(kind: Kind) -> Kind {
        Kind::List(kind.into())
    }

    #[test]
    fn kind_is_printed_as_a_type_of_python() {
        let entries = Kind::Dictionary(Kind::Text.into(), list(Kind::Integer).into());
        let either = Kind::Union(vec![Kind::Literal(vec!["a".into(), 1.into()]), Kind::None]);
        assert_eq!(entries.to_string(), "dict[str, list[int]]");
        assert_eq!(either.to_string(), "Literal['a', 1] | None");
        assert_eq!(
            Kind::Tuple(vec![Kind::Any, Kind::Bytes]).to_string(),
            "tuple[Any, bytes]"
        );
    }

    #[test]
    fn values_of_other_kinds_are_not_accepted() {
        let numbers = list(Kind::Float);
        assert!(numbers.accepts(&Value::List(vec![1.into(), 1.5.into()])));
        assert!(!numbers.accepts(&Value::List(vec![1.into(), "1".into()])));
        assert!(!numbers.accepts(&Value::Tuple(vec![1.into()])));
        assert!(!Kind::Integer.accepts(&true.into()));
        assert!(!Kind::Integer.accepts(&1.0.into()));
        let pair = Kind::Tuple(vec![Kind::Text, Kind::Any]);
        assert!(pair.accepts(&Value::Tuple(vec!["a".into(), Value::None])));
        assert!(!pair.accepts(&Value::Tuple(vec!["a".into()])));
        let entries = Kind::Dictionary(Kind::Text.into(), Kind::Integer.into());
        assert!(entries.accepts(&Value::Dictionary(vec![("a".into(), 1.into())])));
        assert!(!entries.accepts(&Value::Dictionary(vec![(1.into(), 1.into())])));
        assert!(!Kind::Literal(vec![1.into()]).accepts(&2.into()));
    }
}
