//! The records by which Python learns of functions: methods, attributes, types. They are found in the data of
//! an object by their layout and by what they point to.

use std::collections::BTreeMap;

use wasmparser::{DefinedDataSymbol, RelocationEntry, RelocationType, SymbolInfo};

use crate::layout::{
    Fields, GETTER, LAST_SLOT, PARTS, SETTER, Signature, TYPE, TYPE_NAME, TYPE_NUMBERS,
    TYPE_WORD_COUNT, method, slot,
};
use crate::object::Object;

/// The number of bytes of a pointer.
const WORD_BYTES: usize = 4;
const METHOD_WORD_COUNT: usize = 4;
const ATTRIBUTE_WORD_COUNT: usize = 5;
const SPEC_WORD_COUNT: usize = 5;
const SLOT_WORD_COUNT: usize = 2;

/// A function that Python calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// The position of the pointer to it in the data section.
    pub(crate) offset: usize,
    /// The symbol of the function.
    pub(crate) function: u32,
    /// The shape of Python's call.
    pub(crate) signature: Signature,
}

/// A part of a segment.
#[derive(Clone, Copy)]
struct Place {
    segment: usize,
    start: usize,
}

/// A word of the data, as far as it is known before linking.
#[derive(Clone, Copy)]
enum Word {
    Number(u32),
    Address(Place),
    Function(u32),
    /// The address of something in another object.
    Foreign,
}

/// Returns the functions in records whose layout proves what they are, by their position.
pub(crate) fn calls(object: &Object) -> Vec<Call> {
    let mut reader = Reader {
        object,
        calls: BTreeMap::new(),
    };
    for symbol in &object.symbols {
        if let SymbolInfo::Data {
            symbol:
                Some(DefinedDataSymbol {
                    index,
                    offset,
                    size,
                }),
            ..
        } = *symbol
        {
            let place = Place {
                segment: index as usize,
                start: offset as usize,
            };
            reader.read(place, size as usize / WORD_BYTES);
        }
    }
    reader.calls.into_values().collect()
}

struct Reader<'a> {
    object: &'a Object<'a>,
    calls: BTreeMap<usize, Call>,
}

impl Reader<'_> {
    /// Takes a variable for the record that its layout shows, if any.
    fn read(&mut self, place: Place, word_count: usize) {
        let Some(words) = self.words(place, word_count) else {
            return;
        };
        if word_count == TYPE_WORD_COUNT && self.is_type(&words) {
            self.read_type(&words, place);
        }
        self.read_methods(&words, place);
        self.read_attributes(&words, place);
        // The middle of a `PyModuleDef` looks like one, and its slots have other numbers.
        if word_count.is_multiple_of(SPEC_WORD_COUNT) {
            for spec in words.chunks_exact(SPEC_WORD_COUNT) {
                self.read_spec(spec);
            }
        }
    }

    /// Tells whether words are those of a `PyTypeObject`. Their number alone proves nothing: a list of
    /// thirteen `PyMethodDef` has as many.
    fn is_type(&self, words: &[Word]) -> bool {
        let is_number = |index: &usize| matches!(words[*index], Word::Number(_));
        TYPE_NUMBERS.iter().all(is_number) && self.is_name(words[TYPE_NAME], is_type_name)
    }

    fn read_type(&mut self, words: &[Word], place: Place) {
        self.note_fields(words, place, TYPE);
        for (field, word_count, fields) in PARTS {
            if let Word::Address(part) = words[field]
                && let Some(words) = self.words(part, word_count)
            {
                self.note_fields(&words, part, fields);
            }
        }
    }

    /// Reads a `PyMethodDef`, or a list of them.
    fn read_methods(&mut self, words: &[Word], place: Place) {
        let records: Vec<&[Word]> = records(words, METHOD_WORD_COUNT);
        let signatures: Option<Vec<Signature>> =
            records.iter().map(|record| self.method(record)).collect();
        for (index, signature) in signatures.unwrap_or_default().into_iter().enumerate() {
            self.note(words, place, index * METHOD_WORD_COUNT + 1, signature);
        }
    }

    fn method(&self, record: &[Word]) -> Option<Signature> {
        let &[
            name,
            Word::Function(_) | Word::Foreign,
            Word::Number(flags),
            _,
        ] = record
        else {
            return None;
        };
        self.is_name(name, is_identifier).then(|| method(flags))?
    }

    /// Reads a list of `PyGetSetDef`, which ends with an empty one.
    fn read_attributes(&mut self, words: &[Word], place: Place) {
        let attributes = records(words, ATTRIBUTE_WORD_COUNT);
        let is_ended = words.len() == (attributes.len() + 1) * ATTRIBUTE_WORD_COUNT;
        if !is_ended || !attributes.iter().all(|record| self.is_attribute(record)) {
            return;
        }
        for index in 0..attributes.len() {
            let first = index * ATTRIBUTE_WORD_COUNT;
            self.note(words, place, first + 1, GETTER);
            self.note(words, place, first + 2, SETTER);
        }
    }

    fn is_attribute(&self, record: &[Word]) -> bool {
        let is_function =
            |word| matches!(word, Word::Function(_) | Word::Foreign | Word::Number(0));
        let is_document = matches!(record[3], Word::Address(_) | Word::Number(0));
        self.is_name(record[0], is_identifier)
            && is_function(record[1])
            && is_function(record[2])
            && is_document
    }

    /// Reads the slots of a `PyType_Spec`, if it is one.
    fn read_spec(&mut self, spec: &[Word]) {
        if let &[
            name,
            Word::Number(_),
            Word::Number(_),
            Word::Number(_),
            Word::Address(slots),
        ] = spec
            && self.is_name(name, is_type_name)
            && let Some(slot_count) = self.slot_count(slots)
        {
            for index in 0..slot_count {
                self.read_slot(slots.after(index * SLOT_WORD_COUNT));
            }
        }
    }

    /// Counts the slots up to the empty one at the end; none if it is something else.
    fn slot_count(&self, slots: Place) -> Option<usize> {
        for index in 0.. {
            let words = self.words(slots.after(index * SLOT_WORD_COUNT), SLOT_WORD_COUNT)?;
            match words[0] {
                Word::Number(0) => return Some(index),
                Word::Number(number) if number <= LAST_SLOT => {}
                _ => return None,
            }
        }
        None
    }

    fn read_slot(&mut self, place: Place) {
        if let Some(words) = self.words(place, SLOT_WORD_COUNT)
            && let Word::Number(number) = words[0]
            && let Some(signature) = slot(number)
        {
            self.note(&words, place, 1, signature);
        }
    }

    fn note_fields(&mut self, words: &[Word], place: Place, fields: Fields) {
        for (index, signature) in fields {
            self.note(words, place, *index, *signature);
        }
    }

    fn note(&mut self, words: &[Word], place: Place, index: usize, signature: Signature) {
        if let Word::Function(function) = words[index] {
            let offset = self.object.segments[place.segment].offset + place.after(index).start;
            let call = Call {
                offset,
                function,
                signature,
            };
            self.calls.entry(offset).or_insert(call);
        }
    }

    fn words(&self, place: Place, count: usize) -> Option<Vec<Word>> {
        let segment = self.object.segments.get(place.segment)?;
        let bytes = segment
            .bytes
            .get(place.start..)?
            .get(..count * WORD_BYTES)?;
        let words = bytes.chunks_exact(WORD_BYTES).enumerate();
        Some(
            words
                .map(|(index, bytes)| {
                    let offset = segment.offset + place.after(index).start;
                    match self.object.data_relocations.get(&offset) {
                        Some(entry) => self.relocated(entry),
                        None => {
                            Word::Number(u32::from_le_bytes(bytes.try_into().unwrap_or_default()))
                        }
                    }
                })
                .collect(),
        )
    }

    fn relocated(&self, entry: &RelocationEntry) -> Word {
        let symbol = self.object.symbols.get(entry.index as usize);
        match (entry.ty, symbol) {
            (RelocationType::TableIndexI32, Some(SymbolInfo::Func { .. })) => {
                Word::Function(entry.index)
            }
            (
                RelocationType::MemoryAddrI32,
                Some(SymbolInfo::Data {
                    symbol: Some(data), ..
                }),
            ) => place(data, entry.addend).map_or(Word::Foreign, Word::Address),
            _ => Word::Foreign,
        }
    }

    /// Tells whether a word is the address of a text that is a name.
    fn is_name(&self, word: Word, is_name: fn(&[u8]) -> bool) -> bool {
        let Word::Address(place) = word else {
            return false;
        };
        let segment = self.object.segments.get(place.segment);
        let bytes = segment.and_then(|segment| segment.bytes.get(place.start..));
        let text = bytes.and_then(|bytes| bytes.split(|byte| *byte == 0).next());
        text.is_some_and(is_name)
    }
}

impl Place {
    fn after(self, word_count: usize) -> Self {
        let start = self.start + word_count * WORD_BYTES;
        Self { start, ..self }
    }
}

fn place(data: &DefinedDataSymbol, addend: i64) -> Option<Place> {
    let start = i64::from(data.offset).checked_add(addend)?;
    Some(Place {
        segment: data.index as usize,
        start: usize::try_from(start).ok()?,
    })
}

/// Splits a list of records, without the empty one at its end; nothing if it is not a list of that size.
fn records(words: &[Word], word_count: usize) -> Vec<&[Word]> {
    if !words.len().is_multiple_of(word_count) {
        return Vec::new();
    }
    let is_empty = |record: &&[Word]| record.iter().all(|word| matches!(word, Word::Number(0)));
    let mut records: Vec<_> = words.chunks_exact(word_count).collect();
    if records.last().is_some_and(is_empty) {
        records.pop();
    }
    records
}

fn is_identifier(text: &[u8]) -> bool {
    !text.is_empty()
        && !text[0].is_ascii_digit()
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

fn is_type_name(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'.').all(is_identifier)
}
