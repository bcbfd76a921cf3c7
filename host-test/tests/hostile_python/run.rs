//! Runs cases two at a time beside an instance that goes on with its work, and counts what is left
//! afterwards.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use host_test::{
    Allocation, COMPILED_EXTENSION, Cache, CallError, Capabilities, EngineOptions, Guest, Host,
    Instance, InstantiateError, Limits, People, Person, Stop,
};

use crate::case::{Case, OUT_OF_STACK, TRAPPED};
use crate::guests::{fixture, person};
use crate::hardening::{assert_no_more_than, footprint, report};

const WORKERS: usize = 2;
/// The fuel that a case gets that is to be stopped for its time, where fuel is counted instead.
const ENDLESS_FUEL: u64 = 100_000_000;
const FUEL: u64 = 1 << 40;
/// A call that is stopped comes back this long after its deadline at the latest, on the busiest of machines.
const BOUND: Duration = Duration::from_secs(30);
/// Longer texts are pinned by their ends and their length.
const LONG_CHARS: usize = 1200;
/// The number of bytes that a slot of a pool keeps resident, and more.
const TOUCHED_BYTES: usize = 24 << 20;

/// One way to set a host up.
pub(crate) struct Way {
    name: String,
    guest: Guest,
    options: EngineOptions,
}

/// The end of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Returned,
    Raised,
    Time,
    Memory,
    Stack,
    Size,
    Exit,
    Trap,
}

impl Kind {
    const ALL: [(Self, &str); 8] = [
        (Self::Returned, "returned"),
        (Self::Raised, "raised an exception"),
        (Self::Time, "stopped: out of time or fuel"),
        (Self::Memory, "stopped: out of memory"),
        (Self::Stack, "stopped: out of stack"),
        (Self::Size, "stopped: result too large"),
        (Self::Exit, "stopped: exited"),
        (Self::Trap, "stopped: trapped"),
    ];
}

type Called = Result<Vec<Person>, CallError>;

/// The end of a case, and its words.
pub(crate) struct End {
    pub(crate) kind: Kind,
    pub(crate) text: String,
}

impl Way {
    pub(crate) fn new(name: &str, options: EngineOptions) -> Self {
        let host = Host::new(options.clone()).expect("a host");
        let room = host.options().allocation;
        assert_eq!(room, options.allocation, "the system has no room for it");
        let wasm = fixture("lab-snapshot");
        let beside = wasm.with_extension(COMPILED_EXTENSION);
        let compiled = match (options.fuel, options.deadlines) {
            (false, true) => beside,
            _ => Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{name}.cwasm")),
        };
        let (guest, cache) = host.load_through(&wasm, &compiled).expect("the lab");
        if matches!(cache, Cache::OtherOptions) {
            // Once: the next run takes the file.
            guest.write_compiled(&compiled).expect("writes");
        }
        Self {
            name: name.to_owned(),
            guest,
            options,
        }
    }

    fn limits(&self, case: &Case) -> Limits {
        let fuel = if case.is_endless { ENDLESS_FUEL } else { FUEL };
        Limits {
            memory_bytes: case.memory_bytes,
            deadline: self.options.deadlines.then_some(case.deadline),
            fuel: self.options.fuel.then_some(fuel),
            ..Limits::default()
        }
    }

    fn healthy_limits(&self) -> Limits {
        Limits {
            deadline: self.options.deadlines.then_some(BOUND * 4),
            fuel: self.options.fuel.then_some(FUEL),
            ..Limits::default()
        }
    }

    fn start(&self, limits: &Limits) -> Instance {
        let instance = self.guest.instantiate(limits, &Capabilities::none());
        instance.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Uses as much memory as slots keep, in all of them at once.
    fn warm_up(&self, slots: usize) {
        let limits = self.healthy_limits();
        let mut instances: Vec<Instance> = (0..slots).map(|_| self.start(&limits)).collect();
        for instance in &mut instances {
            let code = format!("kept.touched = b'x' * {TOUCHED_BYTES}");
            instance.filter_by_tag(&[], &code).expect("returns");
            assert_healthy(instance, "at first");
        }
    }
}

fn people() -> [Person; 3] {
    [
        person("John", 21, &["funny", "student"]),
        person("Zoë", 22, &["student", "thoughtful"]),
        person("Joe", 23, &["busy"]),
    ]
}

/// Makes a call as any other.
fn ask(instance: &mut Instance) -> Result<Vec<Person>, CallError> {
    let code = "result = [person for person in people if 'student' in person.tags]";
    instance.filter_by_tag(&people(), code)
}

/// Tells whether an answer is what [`ask`] has to return.
fn is_right(answer: &[Person]) -> bool {
    answer == &people()[..2]
}

fn assert_healthy(instance: &mut Instance, when: &str) {
    let answer = ask(instance).unwrap_or_else(|error| panic!("{when}: {error}"));
    assert!(is_right(&answer), "{when}: {answer:?}");
}

/// Runs the cases, and checks that nothing is left of them. Those that this way cannot stop are left out.
pub(crate) fn all(way: &Way, cases: &[&Case]) -> Vec<Option<End>> {
    let slots = match way.options.allocation {
        Allocation::Pooling { instances } => instances as usize,
        Allocation::OnDemand => WORKERS + 1,
    };
    way.warm_up(slots);
    let before = footprint();
    let (is_over, calls) = (AtomicBool::new(false), AtomicU64::new(0));
    let ends = thread::scope(|scope| {
        let beside = scope.spawn(|| work_beside(way, &is_over, &calls));
        let ends = {
            let _over = Over(&is_over);
            run_on_workers(way, cases)
        };
        beside.join().expect("it noticed nothing");
        ends
    });
    way.check_slots();
    assert_no_more_than(&before);
    assert!(calls.load(Ordering::Relaxed) > 0);
    way.report(&ends, calls.into_inner());
    ends
}

/// Ends the work beside the cases, also when one of them panics.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn run_on_workers(way: &Way, cases: &[&Case]) -> Vec<Option<End>> {
    let next = AtomicUsize::new(0);
    let ends = Mutex::new(BTreeMap::new());
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(case) = cases.get(index) else {
                break;
            };
            let is_skipped = case.waits && !way.options.deadlines;
            let end = (!is_skipped).then(|| run(way, case));
            ends.lock().expect("unpoisoned").insert(index, end);
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            worker.join().expect("every case ends");
        }
    });
    let ends = ends.into_inner().expect("unpoisoned");
    ends.into_values().collect()
}

/// Runs one case, then a healthy call on the same instance where that may be called, and one on a new
/// instance.
fn run(way: &Way, case: &Case) -> End {
    let limits = way.limits(case);
    let mut instance = way.start(&limits);
    let began = Instant::now();
    let people = people();
    let called = instance.filter_by_tag(&people, &case.code);
    let (took, bound) = (began.elapsed(), case.deadline + BOUND);
    println!("{took:.1?} {}", case.name);
    assert!(took < bound, "{} took {took:?}", case.name);
    let mut text = match &called {
        Ok(people) => format!("returned {}{}", shown(people), instance.output()),
        Err(error) => told(error),
    };
    let again = ask(&mut instance);
    text = shortened(&text) + "\n-- " + &shortened(&afterwards(&called, again));
    text = without_chance(&text);
    drop(instance);
    assert_healthy(&mut way.start(&way.healthy_limits()), &case.name);
    let kind = kind(&called);
    End { kind, text }
}

fn shown(people: &[Person]) -> String {
    let lines = people.iter().map(|Person { name, age, tags }| {
        let tags: Vec<String> = tags.iter().map(|tag| shortened(tag)).collect();
        format!("\n  {:?} {age} {tags:?}", shortened(name))
    });
    format!("{} people{}", people.len(), lines.collect::<String>())
}

/// Returns the error's own text, without what depends on how the host is set up or on how the guest was
/// compiled.
fn told(error: &CallError) -> String {
    let (stop, output) = match error {
        CallError::Stopped { stop, output, .. } => (stop, output),
        // Which allocation is the one too many depends on all before it.
        CallError::Python { exception, .. } if exception.type_name == "MemoryError" => {
            return format!("the guest raised `MemoryError`: {}", exception.message);
        }
        _ => return error.to_string(),
    };
    let reason = match stop {
        // How much it has printed until then depends on the machine.
        Stop::OutOfFuel { .. } | Stop::DeadlineExceeded { .. } => return "ran out of time".into(),
        Stop::MemoryLimit { .. } => return "ran out of memory".into(),
        Stop::StackExhausted { .. } => OUT_OF_STACK.to_owned(),
        Stop::Trap { reason, .. } => format!("{TRAPPED}{reason}"),
        other => other.to_string(),
    };
    format!("{reason}{output}")
}

/// Tells what the same instance does next. One that was stopped must refuse, for the same reason.
fn afterwards(called: &Called, again: Called) -> String {
    match (called, again) {
        (Err(CallError::Stopped { stop, .. }), again) => {
            let stop = stop.clone();
            assert_eq!(again, Err(CallError::Poisoned { stop }));
            "the instance is not called again".to_owned()
        }
        (_, Ok(people)) if is_right(&people) => "the instance goes on".to_owned(),
        (_, Ok(people)) => format!("the instance goes on, broken: {}", shown(&people)),
        (_, Err(error)) => format!("the instance goes on, broken: {}", told(&error)),
    }
}

fn kind(called: &Called) -> Kind {
    match called {
        Ok(_) => Kind::Returned,
        Err(CallError::Python { .. }) => Kind::Raised,
        Err(CallError::Stopped { stop, .. }) => match stop {
            Stop::OutOfFuel { .. } | Stop::DeadlineExceeded { .. } => Kind::Time,
            Stop::MemoryLimit { .. } => Kind::Memory,
            Stop::StackExhausted { .. } => Kind::Stack,
            Stop::ResultTooLarge { .. } => Kind::Size,
            Stop::Exit { .. } => Kind::Exit,
            other => match other {
                Stop::Trap { .. } => Kind::Trap,
                _ => panic!("{other}"),
            },
        },
        Err(error) => panic!("{error}"),
    }
}

fn shortened(text: &str) -> String {
    let chars = text.chars().count();
    if chars <= LONG_CHARS {
        return text.to_owned();
    }
    let head: String = text.chars().take(LONG_CHARS / 2).collect();
    let tail: String = text.chars().skip(chars - LONG_CHARS / 6).collect();
    format!("{head}\n[{chars} characters in all]\n{tail}")
}

/// Leaves out what depends on how the lab was built: where objects and threads lie, how many objects there
/// are from the beginning, and how many frames fit into memory. The number of frames that a limit stops does
/// not depend on it, and is smaller. Also leaves out how long a collection took.
fn without_chance(text: &str) -> String {
    let text = without_number(text, " 0x", 1);
    let text = without_number(&text, "line repeated ", 5);
    let text = without_number(&text, " permanent generation: ", 4);
    without_number(&text, " uncollectable, 0.", 4)
}

/// Returns the text with dots in the place of every number behind `before` that has so many digits.
fn without_number(text: &str, before: &str, digits: usize) -> String {
    let mut parts = text.split(before);
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |text, part| {
        let rest = part.trim_start_matches(|digit: char| digit.is_ascii_hexdigit());
        let is_left_out = part.len() - rest.len() >= digits;
        let (dots, part) = if is_left_out {
            ("...", rest)
        } else {
            ("", part)
        };
        text + before + dots + part
    })
}

/// Makes healthy calls on one instance until the cases are over; where fuel is counted, all use about the
/// same.
fn work_beside(way: &Way, is_over: &AtomicBool, calls: &AtomicU64) {
    const PAUSE: Duration = Duration::from_millis(2);
    const CALLS_TO_WARM_UP: u64 = 100;
    let mut instance = way.start(&way.healthy_limits());
    let mut fuel = None;
    while !is_over.load(Ordering::Relaxed) {
        assert_healthy(&mut instance, "beside");
        let is_warm = calls.fetch_add(1, Ordering::Relaxed) > CALLS_TO_WARM_UP;
        if let Some(used) = instance.used_fuel().filter(|_| is_warm) {
            // It allocates a little more or less from call to call.
            let first = *fuel.get_or_insert(used);
            assert!(
                used.abs_diff(first) * 100 <= first,
                "{used} instead of {first}"
            );
        }
        thread::sleep(PAUSE);
    }
}

impl Way {
    /// Checks that as many instances fit as at the beginning, and not one more.
    fn check_slots(&self) {
        let Allocation::Pooling { instances } = self.options.allocation else {
            return;
        };
        let limits = self.healthy_limits();
        let alive: Vec<_> = (0..instances).map(|_| self.start(&limits)).collect();
        let one_more = self.guest.instantiate(&limits, &Capabilities::none());
        assert!(matches!(one_more, Err(InstantiateError::Full { .. })));
        drop(alive);
    }

    fn report(&self, ends: &[Option<End>], calls: u64) {
        let count = |kind: Kind| ends.iter().flatten().filter(|end| end.kind == kind).count();
        let ran = ends.iter().flatten().count() as u64;
        let kinds = Kind::ALL.map(|(kind, name)| (name, count(kind) as u64));
        let rows = [
            &[("cases", ran)][..],
            &kinds,
            &[
                ("instances for the cases and after them", 2 * ran),
                ("healthy calls beside them", calls),
                ("files left open", 0),
                ("slots lost", 0),
            ],
        ];
        report(&format!("hostile-python-{}", self.name), &rows.concat());
    }
}
