//! Telemetry: what the host tells of its guests, and that it tells nothing unless it is asked to.

mod guests;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use guests::{control_path, loaded_hostile};
use host_test::telemetry::{INSTANCES, POOL_INSTANCES, POOL_SCAN};
use host_test::{
    Allocation, CallError, Capabilities, EngineOptions, Guest, Host, InstantiateError, Limits,
    People, Reset,
};
use metrics::{
    Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber, span};

/// Makes a host with room for two instances.
fn host(telemetry: bool) -> Host {
    Host::new(EngineOptions {
        allocation: Allocation::Pooling { instances: 2 },
        reset: Reset::Whole,
        telemetry,
        ..EngineOptions::default()
    })
    .expect("a host")
}

/// Keeps every figure by name and labels.
#[derive(Default)]
struct Figures(Mutex<BTreeMap<String, Arc<AtomicU64>>>);

impl Figures {
    fn cell(&self, key: &Key) -> Arc<AtomicU64> {
        let labels: Vec<_> = key
            .labels()
            .map(|label| format!(" {}", label.value()))
            .collect();
        let name = format!("{}{}", key.name(), labels.concat());
        self.0
            .lock()
            .expect("no panic")
            .entry(name)
            .or_default()
            .clone()
    }
}

/// Counts values instead of keeping them.
struct Times(Arc<AtomicU64>);

impl HistogramFn for Times {
    fn record(&self, _: f64) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Recorder for Figures {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.cell(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.cell(key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(Arc::new(Times(self.cell(key))))
    }
}

/// Returns what is told while `work` runs. The gauges hold whole numbers here, as the bits of floating-point
/// ones.
fn figures(work: impl FnOnce()) -> Vec<String> {
    let figures = Figures::default();
    metrics::with_local_recorder(&figures, work);
    let cells = figures.0.into_inner().expect("no panic");
    let figure = |(name, cell): (String, Arc<AtomicU64>)| {
        let value = cell.load(Ordering::Relaxed);
        if [INSTANCES, POOL_INSTANCES, POOL_SCAN].contains(&name.as_str()) {
            format!("{name}: {}", f64::from_bits(value))
        } else {
            format!("{name}: {value}")
        }
    };
    cells.into_iter().map(figure).collect()
}

/// Lets one test run at a time: what `tracing` remembers of who wants to hear of an event is the whole
/// process's.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs one instance that returns, one that is stopped and called again, and one for which there is no room.
fn work(host: &Host) {
    let good = host.load(control_path()).expect("a component");
    let bad = loaded_hostile(host, "", "", "(loop br 0) unreachable");
    let limits = Limits {
        deadline: Some(Duration::from_millis(30)),
        ..Limits::default()
    };
    let start = |guest: &Guest| guest.instantiate(&limits, &Capabilities::none());
    let mut returns = start(&good).expect("an instance");
    assert_eq!(returns.filter_by_tag(&[], "a"), Ok(Vec::new()));
    let mut stops = start(&bad).expect("an instance");
    assert!(matches!(
        stops.filter_by_tag(&[], "a"),
        Err(CallError::Stopped { .. })
    ));
    assert!(matches!(
        stops.filter_by_tag(&[], "a"),
        Err(CallError::Poisoned { .. })
    ));
    assert!(matches!(
        start(&good).map(drop),
        Err(InstantiateError::Full(_))
    ));
    drop(stops);
    assert!(start(&good).is_ok());
}

#[test]
fn metrics_count_instances_calls_and_stops() {
    let _turn = turn();
    let told = figures(|| work(&host(true)));
    let expected = [
        "wasi_py_call_seconds: 3",
        "wasi_py_calls_total poisoned: 1",
        "wasi_py_calls_total returned: 1",
        "wasi_py_calls_total stopped: 1",
        "wasi_py_instances: 0",
        "wasi_py_instantiation_seconds: 4",
        "wasi_py_instantiations_total full: 1",
        "wasi_py_instantiations_total started: 3",
        "wasi_py_pool_instances: 2",
        "wasi_py_pool_scan: 0",
        "wasi_py_stops_total deadline: 1",
    ];
    assert_eq!(told, expected);
}

/// Writes down the spans and events of this crate.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    fn note(&self, what: String) {
        self.0.lock().expect("no panic").push(what);
    }
}

/// The fields of an event, in words.
#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let text = format!("{value:?}");
        let first_line = text.lines().next().unwrap_or_default();
        self.0.push_str(&format!(" {field}={first_line}"));
    }
}

impl Subscriber for Journal {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("wasi_py_host")
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        self.note(format!("span {}", attributes.metadata().name()));
        span::Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.note(format!("event{}", fields.0));
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// Returns what is told while `work` runs.
fn journal(work: impl FnOnce()) -> Vec<String> {
    let journal = Journal::default();
    tracing::subscriber::with_default(journal.clone(), work);
    let notes = journal.0.lock().expect("no panic");
    notes.clone()
}

#[test]
fn spans_and_events_follow_instances_and_calls() {
    let _turn = turn();
    let expected = [
        "span instantiate",
        "span call",
        "span instantiate",
        "span call",
        "event message=stopped reason=\"deadline\" error=the guest did not finish within 30ms",
        "span call",
        "span instantiate",
        "event message=no instance outcome=\"full\" error=no room for another instance: \
         maximum concurrent limit of 2 for component instances reached",
        "span instantiate",
    ];
    assert_eq!(journal(|| work(&host(true))), expected);
}

#[test]
fn nothing_is_told_unless_it_is_asked_for() {
    let _turn = turn();
    let mut told = Vec::new();
    let figures = figures(|| told = journal(|| work(&host(false))));
    assert!(figures.is_empty(), "{figures:?}");
    assert!(told.is_empty(), "{told:?}");
}
