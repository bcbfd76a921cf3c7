//! The components in `examples`, called by a host that knows their types only from the components.

#[path = "examples/capi.rs"]
mod capi;
#[path = "examples/colours.rs"]
mod colours;
#[path = "examples/everything.rs"]
mod everything;
#[path = "examples/kinds.rs"]
mod kinds;
#[path = "examples/markdown.rs"]
mod markdown;
#[path = "examples/mixed.rs"]
mod mixed;
#[path = "examples/models.rs"]
mod models;
#[path = "examples/numbers.rs"]
mod numbers;
#[path = "examples/resources.rs"]
mod resources;
#[path = "examples/series.rs"]
mod series;
#[path = "examples/speedups.rs"]
mod speedups;
#[path = "examples/store.rs"]
mod store;
#[path = "examples/streams.rs"]
mod streams;
#[path = "examples/supervisor.rs"]
mod supervisor;
#[path = "examples/tasks.rs"]
mod tasks;
#[path = "examples/values.rs"]
mod values;
#[path = "examples/words.rs"]
mod words;
