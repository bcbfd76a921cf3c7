//! The functions that answer, in WebAssembly.

use wasm_encoder::{BlockType, FuncType, Function, InstructionSink, MemArg, ValType};
use wit_parser::Type;

use super::answer::{Answer, NOBODY};
use super::layout::{Layout, Part, Value};

/// The functions and variables that answers use, by their indices.
pub(crate) struct Callees {
    /// The function that gives memory.
    pub(crate) realloc: u32,
    /// The function of [`random_type`].
    pub(crate) random: u32,
    /// The function that tells the time, if there is one.
    pub(crate) clock: Option<u32>,
    /// The nanoseconds that timers have been set for: they pass at once.
    pub(crate) waited: u32,
}

/// The writer of answers.
pub(crate) struct Writer<'a> {
    pub(crate) layout: Layout<'a>,
    pub(crate) callees: Callees,
}

/// The type of a function that stores a list of random bytes, given their number and an address.
pub(crate) fn random_type() -> FuncType {
    FuncType::new([ValType::I64, ValType::I32], [])
}

impl Writer<'_> {
    /// Writes the function for an import of that type, which returns `result` in WIT. With `kept`, handles
    /// that the component has not made up are left to that function.
    ///
    /// Returns `None` if the answer does not fit the type.
    pub(crate) fn write(
        &self,
        answer: Answer,
        result: Option<&Type>,
        ty: &FuncType,
        kept: Option<u32>,
    ) -> Option<Function> {
        let mut function = Function::new(locals(answer));
        let mut code = function.instructions();
        if let Some(kept) = kept
            && answer != Answer::Poll
        {
            call_unless_made_up(&mut code, ty, kept);
        }
        match answer {
            Answer::Nothing => self.value(
                &mut code,
                ty,
                result,
                |layout, ty| Some(layout.empty(ty)),
                0,
            )?,
            Answer::Nobody => self.value(&mut code, ty, result, |_, _| None, NOBODY)?,
            Answer::Number(number) => {
                let success = |layout: &Layout<'_>, ty: &_| layout.success(ty, number);
                self.value(&mut code, ty, result, success, number.cast_signed())?;
            }
            Answer::Error(case) => {
                let failure = |layout: &Layout<'_>, ty: &_| layout.failure(ty, case);
                store(&mut code, last(ty)?, &failure(&self.layout, result?)?);
            }
            Answer::Trap => {
                code.unreachable();
            }
            // The function behind `random` is of the same type.
            Answer::RandomBytes => {
                code.local_get(0).local_get(1).call(self.callees.random);
            }
            Answer::RandomNumber => self.random_number(&mut code),
            Answer::RandomPair => self.random_pair(&mut code),
            Answer::TimeOfDay => self.time_of_day(&mut code),
            Answer::Nanosecond => {
                let value = Value {
                    size: 16,
                    parts: vec![Part::U32 {
                        offset: 8,
                        number: 1,
                    }],
                };
                store(&mut code, 0, &value);
            }
            Answer::Now => self.now(&mut code),
            Answer::WaitFor => {
                code.global_get(self.callees.waited).local_get(0).i64_add();
                code.global_set(self.callees.waited).i32_const(NOBODY);
            }
            Answer::WaitUntil => self.wait_until(&mut code),
            Answer::Poll => self.poll(&mut code, kept),
        }
        code.end();
        Some(function)
    }

    /// Returns a value by the address that is the last parameter, or `number` where there is none.
    fn value(
        &self,
        code: &mut InstructionSink<'_>,
        ty: &FuncType,
        result: Option<&Type>,
        value: impl Fn(&Layout<'_>, &Type) -> Option<Value>,
        number: i32,
    ) -> Option<()> {
        match (result, ty.results()) {
            (_, [ValType::I32]) => {
                code.i32_const(number);
            }
            (_, [ValType::I64]) => {
                code.i64_const(number.into());
            }
            (None, []) => {}
            (Some(result), []) => store(code, last(ty)?, &value(&self.layout, result)?),
            _ => return None,
        }
        Some(())
    }

    /// Returns 8 bytes of a list as a number. The 8 bytes of memory for the list's address stay taken, and so
    /// does the list: only the caller of an import frees what that returns.
    fn random_number(&self, code: &mut InstructionSink<'_>) {
        const PLACE: u32 = 0;
        code.i32_const(0).i32_const(0).i32_const(8).i32_const(8);
        code.call(self.callees.realloc).local_set(PLACE);
        code.i64_const(8).local_get(PLACE).call(self.callees.random);
        code.local_get(PLACE).i32_load(at(0)).i64_load(at(0));
    }

    /// Stores 16 bytes of a list in its own place. The list stays taken, as above; this is asked once.
    fn random_pair(&self, code: &mut InstructionSink<'_>) {
        const PLACE: u32 = 0;
        const LIST: u32 = 1;
        code.i64_const(16)
            .local_get(PLACE)
            .call(self.callees.random);
        code.local_get(PLACE).i32_load(at(0)).local_set(LIST);
        code.local_get(PLACE)
            .local_get(LIST)
            .i32_const(16)
            .memory_copy(0, 0);
    }

    fn time_of_day(&self, code: &mut InstructionSink<'_>) {
        const PER_SECOND: i64 = 1_000_000_000;
        const PLACE: u32 = 0;
        const NOW: u32 = 1;
        match self.callees.clock {
            Some(clock) => code.call(clock),
            None => code.global_get(self.callees.waited),
        };
        code.local_set(NOW).local_get(PLACE);
        code.local_get(NOW)
            .i64_const(PER_SECOND)
            .i64_div_u()
            .i64_store(at(0));
        code.local_get(PLACE)
            .local_get(NOW)
            .i64_const(PER_SECOND)
            .i64_rem_u();
        code.i32_wrap_i64().i32_store(at(8));
    }

    /// Leaves the nanoseconds of the monotonic clock.
    fn now(&self, code: &mut InstructionSink<'_>) {
        code.global_get(self.callees.waited);
        if let Some(clock) = self.callees.clock {
            code.call(clock).i64_add();
        }
    }

    fn wait_until(&self, code: &mut InstructionSink<'_>) {
        const UNTIL: u32 = 0;
        const LEFT: u32 = 1;
        code.local_get(UNTIL);
        self.now(code);
        code.i64_sub().local_tee(LEFT).i64_const(0).i64_gt_s();
        code.if_(BlockType::Empty);
        code.global_get(self.callees.waited)
            .local_get(LEFT)
            .i64_add();
        code.global_set(self.callees.waited).end().i32_const(NOBODY);
    }

    /// Stores the list of places at which the list of handles has [`NOBODY`]. If there is none, the host is
    /// asked, or nobody can be.
    fn poll(&self, code: &mut InstructionSink<'_>, kept: Option<u32>) {
        const HANDLES: u32 = 0;
        const LENGTH: u32 = 1;
        const RESULT: u32 = 2;
        const PLACE: u32 = 3;
        const READY: u32 = 4;
        const LIST: u32 = 5;
        for_each_made_up(code, |code| {
            code.local_get(READY)
                .i32_const(1)
                .i32_add()
                .local_set(READY);
        });
        code.local_get(READY).i32_eqz().if_(BlockType::Empty);
        match kept {
            Some(kept) => {
                code.local_get(HANDLES).local_get(LENGTH).local_get(RESULT);
                code.call(kept).return_();
            }
            None => {
                code.unreachable();
            }
        }
        code.end();
        code.i32_const(0)
            .i32_const(0)
            .i32_const(4)
            .local_get(READY)
            .i32_const(4)
            .i32_mul();
        code.call(self.callees.realloc).local_set(LIST);
        code.local_get(RESULT).local_get(LIST).i32_store(at(0));
        code.local_get(RESULT).local_get(READY).i32_store(at(4));
        for_each_made_up(code, |code| {
            code.local_get(LIST).local_get(PLACE).i32_store(at(0));
            code.local_get(LIST).i32_const(4).i32_add().local_set(LIST);
        });
    }
}

/// Returns the variables of an answer's function, behind its parameters.
fn locals(answer: Answer) -> Vec<(u32, ValType)> {
    match answer {
        Answer::RandomNumber | Answer::RandomPair => vec![(1, ValType::I32)],
        Answer::TimeOfDay | Answer::WaitUntil => vec![(1, ValType::I64)],
        Answer::Poll => vec![(3, ValType::I32)],
        Answer::Nothing
        | Answer::Nobody
        | Answer::Number(_)
        | Answer::Error(_)
        | Answer::Trap
        | Answer::RandomBytes
        | Answer::Nanosecond
        | Answer::Now
        | Answer::WaitFor => Vec::new(),
    }
}

/// Calls the import, and returns what it returns, unless the first parameter is [`NOBODY`].
fn call_unless_made_up(code: &mut InstructionSink<'_>, ty: &FuncType, kept: u32) {
    code.local_get(0).i32_const(NOBODY).i32_ne();
    code.if_(BlockType::Empty);
    for parameter in 0..super::linked::count(ty.params()) {
        code.local_get(parameter);
    }
    code.call(kept).return_().end();
}

/// Runs `act` for each handle in a list that is [`NOBODY`], with its place in a variable.
fn for_each_made_up(code: &mut InstructionSink<'_>, act: impl Fn(&mut InstructionSink<'_>)) {
    const HANDLES: u32 = 0;
    const LENGTH: u32 = 1;
    const PLACE: u32 = 3;
    code.i32_const(0).local_set(PLACE);
    code.block(BlockType::Empty).loop_(BlockType::Empty);
    code.local_get(PLACE).local_get(LENGTH).i32_ge_u().br_if(1);
    code.local_get(HANDLES)
        .local_get(PLACE)
        .i32_const(4)
        .i32_mul()
        .i32_add();
    code.i32_load(at(0)).i32_const(NOBODY).i32_eq();
    code.if_(BlockType::Empty);
    act(code);
    code.end();
    code.local_get(PLACE)
        .i32_const(1)
        .i32_add()
        .local_set(PLACE);
    code.br(0).end().end();
}

/// Stores a value at the address in a parameter.
fn store(code: &mut InstructionSink<'_>, address: u32, value: &Value) {
    code.local_get(address).i32_const(0);
    code.i32_const(value.size.cast_signed()).memory_fill(0);
    for part in &value.parts {
        code.local_get(address);
        match *part {
            Part::U8 { offset, number } => {
                code.i32_const(number.into()).i32_store8(at(offset));
            }
            Part::U32 { offset, number } => {
                code.i32_const(number.cast_signed()).i32_store(at(offset));
            }
            Part::U64 { offset, number } => {
                code.i64_const(number.into()).i64_store(at(offset));
            }
        }
    }
}

/// Writes the function that draws random bytes from an import with that parameter. A list of another length
/// would be read beyond its end.
pub(crate) fn draw(import: u32, parameter: Option<ValType>) -> Function {
    const LENGTH: u32 = 0;
    const PLACE: u32 = 1;
    let mut function = Function::new([]);
    let mut code = function.instructions();
    code.local_get(LENGTH);
    if parameter == Some(ValType::I32) {
        code.i32_wrap_i64();
    }
    code.local_get(PLACE).call(import);
    code.local_get(PLACE).i32_load(at(4)).i64_extend_i32_u();
    code.local_get(LENGTH).i64_ne().if_(BlockType::Empty);
    code.unreachable().end().end();
    function
}

/// Writes the function that makes bytes which look random, from the number in a variable. It is SplitMix64,
/// of which each byte takes a step.
pub(crate) fn repeat(state: u32, realloc: u32) -> Function {
    const LENGTH: u32 = 0;
    const RESULT: u32 = 1;
    const LIST: u32 = 2;
    const PLACE: u32 = 3;
    const STEP: u32 = 4;
    let mut function = Function::new([(2, ValType::I32), (1, ValType::I64)]);
    let mut code = function.instructions();
    code.i32_const(0).i32_const(0).i32_const(1);
    code.local_get(LENGTH)
        .i32_wrap_i64()
        .call(realloc)
        .local_set(LIST);
    code.local_get(RESULT).local_get(LIST).i32_store(at(0));
    code.local_get(RESULT)
        .local_get(LENGTH)
        .i32_wrap_i64()
        .i32_store(at(4));
    code.block(BlockType::Empty).loop_(BlockType::Empty);
    code.local_get(PLACE)
        .local_get(LENGTH)
        .i32_wrap_i64()
        .i32_ge_u()
        .br_if(1);
    code.global_get(state)
        .i64_const(0x9E37_79B9_7F4A_7C15_u64.cast_signed())
        .i64_add();
    code.local_tee(STEP).global_set(state);
    mix(&mut code, STEP, 30, 0xBF58_476D_1CE4_E5B9);
    mix(&mut code, STEP, 27, 0x94D0_49BB_1331_11EB);
    code.local_get(LIST).local_get(PLACE).i32_add();
    code.local_get(STEP)
        .local_get(STEP)
        .i64_const(31)
        .i64_shr_u()
        .i64_xor();
    code.i64_store8(at(0));
    code.local_get(PLACE)
        .i32_const(1)
        .i32_add()
        .local_set(PLACE);
    code.br(0).end().end().end();
    function
}

/// Folds a number on itself and multiplies it.
fn mix(code: &mut InstructionSink<'_>, number: u32, shift: i64, factor: u64) {
    code.local_get(number).local_get(number);
    code.i64_const(shift).i64_shr_u().i64_xor();
    code.i64_const(factor.cast_signed())
        .i64_mul()
        .local_set(number);
}

/// Returns the last parameter, the address that a value is returned by.
fn last(ty: &FuncType) -> Option<u32> {
    super::linked::count(ty.params()).checked_sub(1)
}

/// Returns a place behind an address, which may be of any alignment.
fn at(offset: u32) -> MemArg {
    MemArg {
        offset: offset.into(),
        align: 0,
        memory_index: 0,
    }
}
