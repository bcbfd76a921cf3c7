//! Memory of an instance on its way to a saved session, and from there. Only pages go this way that are not
//! as every instance begins with them.

use std::io::{self, Cursor, Read, Write};
use std::mem;
use std::sync::Arc;

use wasi_py_host::State;
use wasmtime::component::{Linker, WasmList};
use wasmtime::{StoreContextMut, bail};
use zstd::stream::{read::Decoder, write::Encoder};

const PAGES: &str = "wasi-py:image/pages@0.1.0";
const PAGE_BYTES: usize = 4096;
/// The address behind the last page of a saved session: none has it.
const NO_PAGE: u32 = 0;
/// Fast: a page is compressed in the time that it takes to find and copy it.
const LEVEL: i32 = -1;

/// Memory as every instance begins with it.
#[derive(Default)]
pub(crate) struct Original {
    first: u32,
    memory: Vec<u8>,
}

/// What the host does with the memory of an instance.
#[derive(Default)]
pub(crate) enum Transfer {
    /// Nothing: no instance has a reason to call.
    #[default]
    None,
    /// It copies all of it.
    Copying(Original),
    /// It saves what has changed.
    Saving(Saving),
    /// It hands back what was saved.
    Restoring(Restoring),
}

pub(crate) struct Saving {
    original: Arc<Original>,
    changed: Encoder<'static, Vec<u8>>,
    /// The first address that was not taken yet.
    end: u64,
}

pub(crate) struct Restoring(Decoder<'static, Cursor<Vec<u8>>>);

/// What was changed, packed, and the end of memory.
pub(crate) struct Changes {
    pub(crate) packed: Vec<u8>,
    pub(crate) end: u64,
}

impl Original {
    /// The bytes from an address on, where a fresh instance has any.
    fn from(&self, address: u32) -> &[u8] {
        let place = address.checked_sub(self.first).map(|place| place as usize);
        place
            .and_then(|place| self.memory.get(place..))
            .unwrap_or_default()
    }

    fn end(&self) -> u64 {
        u64::from(self.first) + self.memory.len() as u64
    }

    fn take(&mut self, address: u32, memory: &[u8]) -> wasmtime::Result<()> {
        if self.memory.is_empty() {
            self.first = address;
        }
        if u64::from(address) != self.end() {
            bail!("memory does not come in order");
        }
        self.memory.extend_from_slice(memory);
        Ok(())
    }
}

impl Saving {
    fn take(&mut self, address: u32, memory: &[u8]) -> wasmtime::Result<()> {
        if u64::from(address) < self.end {
            bail!("memory does not come in order");
        }
        let original = self.original.from(address);
        for (place, page) in (0..).step_by(PAGE_BYTES).zip(memory.chunks(PAGE_BYTES)) {
            let before = original.get(place..place + page.len());
            let before = before.unwrap_or(&[0; PAGE_BYTES][..page.len()]);
            if page != before {
                // Less than 4 GiB: it is in memory.
                let address = address + place as u32;
                self.changed.write_all(&address.to_le_bytes())?;
                self.changed.write_all(page)?;
            }
        }
        self.end = u64::from(address) + memory.len() as u64;
        Ok(())
    }
}

impl Transfer {
    pub(crate) fn saving(original: Arc<Original>) -> io::Result<Self> {
        Ok(Self::Saving(Saving {
            original,
            changed: Encoder::new(Vec::new(), LEVEL)?,
            end: 0,
        }))
    }

    pub(crate) fn restoring(packed: Vec<u8>) -> io::Result<Self> {
        let decoder = Decoder::with_buffer(Cursor::new(packed))?;
        Ok(Self::Restoring(Restoring(decoder)))
    }

    /// Ends saving.
    pub(crate) fn changes(self) -> wasmtime::Result<Changes> {
        let Self::Saving(mut saving) = self else {
            bail!("nothing was saved");
        };
        saving.changed.write_all(&NO_PAGE.to_le_bytes())?;
        Ok(Changes {
            packed: saving.changed.finish()?,
            end: saving.end,
        })
    }

    /// Ends copying.
    pub(crate) fn original(self) -> wasmtime::Result<Original> {
        match self {
            Self::Copying(original) => Ok(original),
            Self::None | Self::Saving(_) | Self::Restoring(_) => bail!("nothing was copied"),
        }
    }

    fn take(&mut self, address: u32, memory: &[u8]) -> wasmtime::Result<()> {
        match self {
            Self::Copying(original) => original.take(address, memory),
            Self::Saving(saving) => saving.take(address, memory),
            Self::None | Self::Restoring(_) => bail!("nobody wants to see memory"),
        }
    }

    fn read<const BYTES: usize>(&mut self) -> wasmtime::Result<[u8; BYTES]> {
        let Self::Restoring(Restoring(pages)) = self else {
            bail!("there is no memory to restore");
        };
        let mut bytes = [0; BYTES];
        pages.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Links what an instance imports for its memory. `transfer` is what the host does with it just now.
pub(crate) fn link<T: 'static>(
    linker: &mut Linker<State<T>>,
    transfer: fn(&mut T) -> &mut Transfer,
) -> wasmtime::Result<()> {
    type Store<'a, T> = StoreContextMut<'a, State<T>>;
    let mut pages = linker.instance(PAGES)?;
    pages.func_wrap(
        "take",
        move |mut store: Store<'_, T>, (address, memory): (u32, WasmList<u8>)| {
            let mut current = mem::take(transfer(&mut store.data_mut().data));
            let taken = current.take(address, memory.as_le_slice(&store));
            *transfer(&mut store.data_mut().data) = current;
            taken
        },
    )?;
    pages.func_wrap("next", move |mut store: Store<'_, T>, ()| {
        let address = transfer(&mut store.data_mut().data).read()?;
        Ok((u32::from_le_bytes(address),))
    })?;
    pages.func_wrap("contents", move |mut store: Store<'_, T>, ()| {
        let page = transfer(&mut store.data_mut().data).read()?;
        Ok((words(&page),))
    })
}

type Eight<T> = (T, T, T, T, T, T, T, T);
type Page = Eight<Eight<Eight<u64>>>;

/// A page as the WIT has it.
fn words(page: &[u8; PAGE_BYTES]) -> Page {
    let (words, _) = page.as_chunks();
    let mut words = words.iter().map(|word| u64::from_le_bytes(*word));
    eight(|| eight(|| eight(|| words.next().unwrap_or_default())))
}

fn eight<T>(mut next: impl FnMut() -> T) -> Eight<T> {
    (
        next(),
        next(),
        next(),
        next(),
        next(),
        next(),
        next(),
        next(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: u32 = 8 << 20;

    fn original(pages: u8) -> Original {
        let mut original = Original::default();
        for page in 0..pages {
            let address = FIRST + u32::from(page) * PAGE_BYTES as u32;
            original
                .take(address, &[page; PAGE_BYTES])
                .expect("in order");
        }
        original
    }

    /// Saves memory, and returns the addresses and first bytes of the pages that come back.
    fn saved(original: Original, memory: &[u8]) -> (Vec<(u32, u8)>, u64) {
        let mut saving = Transfer::saving(original.into()).expect("begins");
        saving.take(FIRST, memory).expect("is wanted");
        let Changes { packed, end } = saving.changes().expect("is saved");
        let mut restoring = Transfer::restoring(packed).expect("begins");
        let mut pages = Vec::new();
        loop {
            let address = u32::from_le_bytes(restoring.read().expect("an address"));
            if address == NO_PAGE {
                return (pages, end);
            }
            let page: [u8; PAGE_BYTES] = restoring.read().expect("a page");
            pages.push((address, page[0]));
        }
    }

    #[test]
    fn pages_that_are_not_as_in_the_beginning_are_saved() {
        let mut memory = [[0; PAGE_BYTES], [1; PAGE_BYTES], [2; PAGE_BYTES]].concat();
        let (pages, end) = saved(original(3), &memory);
        assert_eq!((pages, end), (Vec::new(), u64::from(FIRST) + 3 * 4096));
        memory[PAGE_BYTES] = 7;
        // Memory that was added begins as zeroes.
        memory.extend([[0; PAGE_BYTES], [9; PAGE_BYTES]].concat());
        let (pages, _) = saved(original(3), &memory);
        assert_eq!(pages, [(FIRST + 4096, 7), (FIRST + 4 * 4096, 9)]);
    }

    #[test]
    fn memory_that_nobody_asked_for_is_refused() {
        let page = [0; PAGE_BYTES];
        assert!(Transfer::None.take(FIRST, &page).is_err());
        assert!(Transfer::None.read::<4>().is_err());
        let mut saving = Transfer::saving(original(1).into()).expect("begins");
        saving.take(FIRST, &page).expect("is wanted");
        assert!(saving.take(FIRST, &page).is_err());
    }

    #[test]
    fn words_of_a_page_are_in_order() {
        let mut page = [0; PAGE_BYTES];
        (page[0], page[8 * 9], page[PAGE_BYTES - 1]) = (1, 2, 3);
        let words = words(&page);
        assert_eq!((words.0.0.0, words.0.1.1), (1, 2));
        assert_eq!(words.7.7.7, 3 << 56);
    }
}
