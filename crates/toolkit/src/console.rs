//! Messages of a task to the person who started it. They go to standard error, since standard output is for
//! results: moving bars on a terminal, elsewhere a line for each long step, nothing if the task is quiet.

mod cargo;

use std::io::{self, IsTerminal};
use std::process::{Command, ExitStatus};
use std::sync::{LazyLock, OnceLock};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressState, ProgressStyle};
use wlr_libpy::make::Progress;

/// The arguments of a command line that choose how much is told.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Verbosity {
    /// Prints nothing but results and errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

impl Verbosity {
    /// Sets how much is told from now on.
    pub fn apply(self) {
        if self.quiet {
            // Nothing was told before: the command line is read first.
            let _ = MANNER.set(Manner::Quiet);
        }
    }
}

/// The form of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Bars,
    Lines,
    Quiet,
}

static MANNER: OnceLock<Manner> = OnceLock::new();
static BARS: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

/// The template of a bar.
const SPINNER: &str = "{spinner:.cyan} {time:.dim}  {wide_msg}";
const COUNTED: &str = "{spinner:.cyan} {time:.dim}  {bar:20.cyan/dim} {pos}/{len}  {wide_msg}";

/// The time after which a bar moves even without news.
const TICK: Duration = Duration::from_millis(120);

fn manner() -> Manner {
    *MANNER.get_or_init(|| {
        let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        if io::stderr().is_terminal() && !is_dumb {
            Manner::Bars
        } else {
            Manner::Lines
        }
    })
}

/// Tells whether only results and errors are printed. Programs that are started should then be quiet as well.
#[must_use]
pub fn is_quiet() -> bool {
    manner() == Manner::Quiet
}

/// A task's step that takes a while. Dropping it ends it.
#[derive(Debug)]
pub struct Step {
    what: String,
    begun: Instant,
    /// The bar, on a terminal.
    bar: Option<ProgressBar>,
}

impl Step {
    /// Begins a step of unknown length.
    #[must_use]
    pub fn begin(what: impl Into<String>) -> Self {
        let what = what.into();
        if manner() == Manner::Lines {
            eprintln!("{what}");
        }
        Self::new(what, ProgressBar::no_length(), SPINNER)
    }

    /// Begins a step with `count` parts. Away from terminals a part is told of only if it is a step itself.
    #[must_use]
    pub fn begin_counted(what: impl Into<String>, count: usize) -> Self {
        Self::new(what.into(), ProgressBar::new(count as u64), COUNTED)
    }

    fn new(what: String, bar: ProgressBar, template: &str) -> Self {
        let step = Self {
            what,
            begun: Instant::now(),
            bar: (manner() == Manner::Bars).then(|| {
                let bar = BARS.add(bar);
                bar.set_style(style(template));
                bar
            }),
        };
        step.tell("");
        if let Some(bar) = &step.bar {
            bar.enable_steady_tick(TICK);
        }
        step
    }

    /// Shows a detail that the next one replaces.
    pub fn at(&self, detail: &str) {
        self.tell(detail);
    }

    /// Shows that the step has come to this part, counted from 0.
    pub fn at_part(&self, number: usize, detail: &str) {
        if let Some(bar) = &self.bar {
            bar.set_position(number as u64);
        }
        self.tell(detail);
    }

    /// Runs a program to its end as this step. Lines of its standard error are passed on, except cargo's own
    /// progress.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run(&self, command: &mut Command) -> io::Result<ExitStatus> {
        cargo::run(command, |status| self.at(status.text))
    }

    fn tell(&self, detail: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(match detail {
                "" => self.what.clone(),
                _ => format!("{}: {detail}", self.what),
            });
        }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
            BARS.remove(bar);
            say(&format!("  {}  {}", clock(self.begun.elapsed()), self.what));
        }
    }
}

/// Runs a program like [`Step::run`], but shows a step only if cargo finds something to do.
///
/// # Errors
/// When it cannot be started.
pub fn run_unless_fresh(what: &str, command: &mut Command) -> io::Result<ExitStatus> {
    let mut step = None;
    cargo::run(command, |status| {
        if status.takes_time {
            step.get_or_insert_with(|| Step::begin(what))
                .at(status.text);
        }
    })
}

/// Prints a line that is worth knowing, unless the task is quiet.
pub fn note(line: &str) {
    if !is_quiet() {
        say(line);
    }
}

/// Prints a line, above the bars.
fn say(line: &str) {
    match manner() {
        Manner::Bars => BARS.suspend(|| eprintln!("{line}")),
        Manner::Lines | Manner::Quiet => eprintln!("{line}"),
    }
}

fn style(template: &str) -> ProgressStyle {
    let time = |state: &ProgressState, to: &mut dyn std::fmt::Write| {
        // The drawing of a bar has no use for this error.
        let _ = to.write_str(&clock(state.elapsed()));
    };
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("time", time)
        .progress_chars("━╸─")
}

/// Writes a time as minutes and seconds.
fn clock(time: Duration) -> String {
    let time_s = time.as_secs();
    format!("{:>2}:{:02}", time_s / 60, time_s % 60)
}

/// The messages of work that counts its own steps.
#[derive(Debug)]
pub struct Console {
    what: &'static str,
    begun: Instant,
    step: Option<Step>,
}

impl Console {
    /// Begins now.
    #[must_use]
    pub fn new(what: &'static str) -> Self {
        Self {
            what,
            begun: Instant::now(),
            step: None,
        }
    }
}

impl Progress for Console {
    fn step(&mut self, number: usize, count: usize, what: &str) {
        let step = &mut self.step;
        let step = step.get_or_insert_with(|| Step::begin_counted(self.what, count));
        step.at_part(number - 1, what);
        if manner() == Manner::Lines {
            eprintln!("[{number}/{count}] {}  {what}", clock(self.begun.elapsed()));
        }
    }

    fn note(&mut self, what: &str) {
        note(&format!("             {what}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_shows_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_secs(9)), " 0:09");
        assert_eq!(clock(Duration::from_secs(3601)), "60:01");
    }

    #[test]
    fn looks_of_bars_are_valid() {
        for template in [SPINNER, COUNTED] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
