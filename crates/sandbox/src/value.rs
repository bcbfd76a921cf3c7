//! Values that go into a sandbox and come out of it.

use std::fmt::{self, Write};

use crate::bindings::wasi_py::sandbox::values::Node;

/// Values nest no deeper.
const MOST_DEEP: usize = 100;

/// A value of Python.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `None`.
    #[default]
    None,
    /// `True` or `False`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number that does not fit [`Value::Integer`], in hexadecimal, such as `-0x8000000000000001`.
    BigInteger(String),
    /// A floating-point number.
    Float(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A list.
    List(Vec<Value>),
    /// A tuple.
    Tuple(Vec<Value>),
    /// A set, in no particular order.
    Set(Vec<Value>),
    /// A dictionary, in the order of its keys in Python.
    Dictionary(Vec<(Value, Value)>),
}

/// Nodes that are not those of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotAValue {
    #[error("the nodes of a value end before it does")]
    Short,
    #[error("there are nodes behind a value")]
    Long,
    #[error("a value nests more than {MOST_DEEP} deep")]
    Deep,
}

impl Value {
    /// Reads what the guest has written.
    pub(crate) fn from_nodes(nodes: Vec<Node>) -> Result<Self, NotAValue> {
        let mut rest = nodes.into_iter();
        let value = read(&mut rest, 0)?;
        match rest.next() {
            None => Ok(value),
            Some(_) => Err(NotAValue::Long),
        }
    }

    /// Writes it for the guest.
    pub(crate) fn to_nodes(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        self.write(&mut nodes);
        nodes
    }

    fn write(&self, nodes: &mut Vec<Node>) {
        let items = |nodes: &mut Vec<Node>, node: fn(u32) -> Node, values: &[Self]| {
            nodes.push(node(count(values)));
            values.iter().for_each(|value| value.write(nodes));
        };
        match self {
            Self::None => nodes.push(Node::None),
            Self::Boolean(value) => nodes.push(Node::Boolean(*value)),
            Self::Integer(value) => nodes.push(Node::Integer(*value)),
            Self::BigInteger(digits) => nodes.push(Node::BigInteger(digits.clone())),
            Self::Float(value) => nodes.push(Node::Float(*value)),
            Self::Text(text) => nodes.push(Node::Text(text.clone())),
            Self::Bytes(bytes) => nodes.push(Node::Bytes(bytes.clone())),
            Self::List(values) => items(nodes, Node::List, values),
            Self::Tuple(values) => items(nodes, Node::Tuple, values),
            Self::Set(values) => items(nodes, Node::Set, values),
            Self::Dictionary(entries) => {
                nodes.push(Node::Dictionary(count(entries)));
                for (key, value) in entries {
                    key.write(nodes);
                    value.write(nodes);
                }
            }
        }
    }
}

/// The number of values in a container; one that is too large for the border has too many nodes as well.
fn count<T>(values: &[T]) -> u32 {
    u32::try_from(values.len()).unwrap_or(u32::MAX)
}

fn read(rest: &mut std::vec::IntoIter<Node>, depth: usize) -> Result<Value, NotAValue> {
    let node = rest.next().ok_or(NotAValue::Short)?;
    let mut items = |count: u32| -> Result<Vec<Value>, NotAValue> {
        if depth == MOST_DEEP {
            return Err(NotAValue::Deep);
        }
        (0..count).map(|_| read(rest, depth + 1)).collect()
    };
    Ok(match node {
        Node::None => Value::None,
        Node::Boolean(value) => Value::Boolean(value),
        Node::Integer(value) => Value::Integer(value),
        Node::BigInteger(digits) => Value::BigInteger(digits),
        Node::Float(value) => Value::Float(value),
        Node::Text(text) => Value::Text(text),
        Node::Bytes(bytes) => Value::Bytes(bytes),
        Node::List(count) => Value::List(items(count)?),
        Node::Tuple(count) => Value::Tuple(items(count)?),
        Node::Set(count) => Value::Set(items(count)?),
        Node::Dictionary(count) => {
            let mut entries = Vec::new();
            for _ in 0..count {
                let pair = items(2)?;
                let [key, value] = <[Value; 2]>::try_from(pair).map_err(|_| NotAValue::Short)?;
                entries.push((key, value));
            }
            Value::Dictionary(entries)
        }
    })
}

/// Prints it as Python does.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Boolean(true) => f.write_str("True"),
            Self::Boolean(false) => f.write_str("False"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::BigInteger(digits) => f.write_str(digits),
            Self::Float(value) => fmt_float(f, *value),
            Self::Text(text) => fmt_text(f, text),
            Self::Bytes(bytes) => write!(f, "b'{}'", bytes.escape_ascii()),
            Self::List(values) => fmt_items(f, "[", values, "]"),
            Self::Tuple(values) if values.len() == 1 => fmt_items(f, "(", values, ",)"),
            Self::Tuple(values) => fmt_items(f, "(", values, ")"),
            Self::Set(values) if values.is_empty() => f.write_str("set()"),
            Self::Set(values) => fmt_items(f, "{", values, "}"),
            Self::Dictionary(entries) => {
                f.write_char('{')?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(f, "{separator}{key}: {value}")?;
                }
                f.write_char('}')
            }
        }
    }
}

fn fmt_float(f: &mut fmt::Formatter<'_>, value: f64) -> fmt::Result {
    if value.is_nan() {
        f.write_str("nan")
    } else if value.is_infinite() {
        f.write_str(if value > 0.0 { "inf" } else { "-inf" })
    } else {
        write!(f, "{value:?}")
    }
}

fn fmt_items(f: &mut fmt::Formatter<'_>, open: &str, values: &[Value], close: &str) -> fmt::Result {
    f.write_str(open)?;
    for (index, value) in values.iter().enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        write!(f, "{separator}{value}")?;
    }
    f.write_str(close)
}

fn fmt_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    f.write_char(quote)?;
    for character in text.chars() {
        match character {
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\\' => f.write_str("\\\\")?,
            _ if character == quote => write!(f, "\\{character}")?,
            _ if character.is_control() => write!(f, "\\x{:02x}", u32::from(character))?,
            _ => f.write_char(character)?,
        }
    }
    f.write_char(quote)
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<Vec<Value>> for Value {
    fn from(values: Vec<Value>) -> Self {
        Self::List(values)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deep(levels: usize) -> Value {
        (1..levels).fold(Value::List(Vec::new()), |value, _| Value::List(vec![value]))
    }

    #[test]
    fn value_comes_back() {
        let value = Value::List(vec![
            Value::None,
            Value::Tuple(vec![1.into(), true.into(), 1.5.into()]),
            Value::Dictionary(vec![("a".into(), Value::Set(vec!["b".into()]))]),
            Value::Bytes(vec![0, 255]),
            Value::BigInteger("0x8000000000000000".to_owned()),
            deep(MOST_DEEP - 1),
        ]);
        assert_eq!(Value::from_nodes(value.to_nodes()), Ok(value));
    }

    #[test]
    fn nodes_of_no_value_are_refused() {
        let refused = |nodes: Vec<Node>| Value::from_nodes(nodes).expect_err("refused");
        assert_eq!(refused(Vec::new()), NotAValue::Short);
        assert_eq!(refused(vec![Node::List(u32::MAX)]), NotAValue::Short);
        assert_eq!(
            refused(vec![Node::Dictionary(1), Node::None]),
            NotAValue::Short
        );
        assert_eq!(refused(vec![Node::None, Node::None]), NotAValue::Long);
        assert_eq!(refused(deep(MOST_DEEP + 1).to_nodes()), NotAValue::Deep);
        assert_eq!(refused(vec![Node::List(1); 1_000_000]), NotAValue::Deep);
    }

    #[test]
    fn value_is_printed_as_in_python() {
        let entries = vec![
            ("it's".into(), Value::None),
            (1.into(), f64::INFINITY.into()),
        ];
        let value = Value::Tuple(vec![
            Value::Dictionary(entries),
            Value::Set(Vec::new()),
            Value::Bytes(b"a\n".to_vec()),
            "a\n".into(),
            2.0.into(),
        ]);
        let text = r#"({"it's": None, 1: inf}, set(), b'a\n', 'a\n', 2.0)"#;
        assert_eq!(value.to_string(), text);
        assert_eq!(Value::Tuple(vec![true.into()]).to_string(), "(True,)");
    }
}
