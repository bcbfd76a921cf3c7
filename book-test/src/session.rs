//! The session of a reader who follows a page. One `bash` runs the whole page, in the checkout, with an empty
//! home folder. That folder has the same path in every run, so that cargo does not compile again what has not
//! changed.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};
use std::{env, fs, io};

use wlr_libpy::cache::cache_root;
use wlr_libpy::environment::CACHE_VARIABLE;

use crate::elsewhere::{is_elsewhere, run_instead};
use crate::page::{Block, Page};
use crate::repository;
use crate::transcript::{self, Command};

/// The variable in which `cargo xtask test` names the folders of programs that pages call: a value as `PATH`
/// has it.
pub const PROGRAMS: &str = "WASI_PY_PROGRAMS";

/// The path that pages show in place of the machine's paths.
const SHOWN_HOME: &str = "/home/you";
const SHOWN_CHECKOUT: &str = "/home/you/wasi-py-rs";

/// The seconds after which a page is stopped, since it is not going to end by itself.
const TIMEOUT_S: u32 = 1200;

/// A step that a page has its reader take.
#[derive(Debug)]
enum Step {
    /// Writes this into that file below `~`.
    Write(String, String),
    Run(Command),
}

/// A page that is being followed.
struct Session {
    /// The folder `~`.
    home: PathBuf,
    /// The folder for the content of files and the output of commands.
    notes: PathBuf,
}

/// Follows the page, and compares the output of commands with what is shown.
///
/// # Errors
/// The differences. With `bless`, differences in output are not errors: the corrected page is returned if it
/// differs.
pub fn follow(page: &Page, bless: bool) -> Result<Option<String>, String> {
    let steps = steps(page)?;
    if steps.is_empty() {
        return Ok(None);
    }
    let failed = |error: io::Error| format!("cannot follow the page: {error}");
    let session = Session::begin(page).map_err(failed)?;
    let script = session.script(&steps).map_err(failed)?;
    let ended = session.bash(&script).map_err(failed);
    let printed = session.printed(&steps);
    fs::remove_dir_all(session.home.parent().unwrap_or(&session.home)).map_err(failed)?;
    let status = ended?;
    let printed = printed?;
    if !status.success() {
        return Err(format!("`bash` ended with {status}"));
    }
    if bless {
        Ok(blessed(page, printed))
    } else {
        compare(&printed).map(|()| None)
    }
}

/// Tells whether a page has commands.
#[must_use]
pub fn has_commands(page: &Page) -> bool {
    page.blocks()
        .iter()
        .any(|block| block.language == "console")
}

/// Returns the steps of a page, in its order.
fn steps(page: &Page) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for block in page.blocks() {
        match (block.file, &*block.language) {
            (_, "console") => {
                let commands = transcript::commands(&block.content);
                let commands = commands.map_err(|line| {
                    let begin = page.line(block.range.start);
                    format!("line {begin}: `{line}` stands before the first command\n= help: begin a command with `$ `")
                })?;
                let here = commands
                    .into_iter()
                    .filter(|command| !is_elsewhere(&command.text));
                steps.extend(here.map(Step::Run));
            }
            (Some(file), _) => steps.push(Step::Write(file, block.content)),
            (None, _) => (),
        }
    }
    // Files without commands are not worth writing.
    let runs = steps.iter().any(|step| matches!(step, Step::Run(_)));
    Ok(if runs { steps } else { Vec::new() })
}

impl Session {
    fn begin(page: &Page) -> io::Result<Self> {
        let mut hasher = DefaultHasher::new();
        (repository(), &page.path).hash(&mut hasher);
        let cache = cache_root().map_err(io::Error::other)?;
        let folder = cache.join(format!("pages/{:016x}", hasher.finish()));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let (home, notes) = (folder.join("home"), folder.join("notes"));
        fs::create_dir_all(&home)?;
        fs::create_dir_all(&notes)?;
        Ok(Self { home, notes })
    }

    /// Writes the whole page as a script, which ends early when a command does not end as it is shown.
    fn script(&self, steps: &[Step]) -> io::Result<String> {
        let mut script = String::new();
        for (number, step) in steps.iter().enumerate() {
            match step {
                Step::Write(file, content) => {
                    let note = self.note(number, "content");
                    fs::write(&note, content)?;
                    let file = self.home.join(file.trim_start_matches("~/"));
                    let _ = writeln!(
                        script,
                        "install -D -m 644 '{}' '{}'",
                        note.display(),
                        file.display()
                    );
                }
                Step::Run(command) => self.add(&mut script, number, command),
            }
        }
        Ok(script)
    }

    fn add(&self, script: &mut String, number: usize, command: &Command) {
        let expected = if command.fails() { "-ne" } else { "-eq" };
        let guests = repository().join("target/guests");
        // The crates inside the components of projects are compiled in the checkout already.
        let _ = write!(
            script,
            "case $PWD in '{home}'/*) [ ! -e Cargo.toml ] || [ -e target ] || ln -s '{guests}' target;; esac\n\
             {{\n{text}\n}} > '{printed}' 2>&1\n\
             status=$?\necho $status > '{status}'\n[ $status {expected} 0 ] || exit 0\n",
            home = self.home.display(),
            guests = guests.display(),
            text = run_instead(&command.text),
            printed = self.note(number, "printed").display(),
            status = self.note(number, "status").display(),
        );
    }

    fn note(&self, number: usize, what: &str) -> PathBuf {
        self.notes.join(format!("{number}.{what}"))
    }

    /// Runs the script without input, and without the variables that cargo has set for this test.
    fn bash(&self, script: &str) -> io::Result<process::ExitStatus> {
        let file = self.notes.join("script");
        fs::write(&file, script)?;
        let programs = env::var_os(PROGRAMS).ok_or_else(|| {
            io::Error::other(format!(
                "`{PROGRAMS}` is not set\n= help: run the tests with `cargo xtask test`, or those of one page with `cargo xtask book --test PAGE`"
            ))
        })?;
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::split_paths(&programs).chain(env::split_paths(&path));
        let mut bash = process::Command::new("timeout");
        bash.arg(TIMEOUT_S.to_string()).arg("bash").arg(file);
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            // The settings for where and how cargo compiles are kept: what pages build is then compiled
            // already.
            let is_kept = ["CARGO_BUILD_BUILD_DIR", "CARGO_INCREMENTAL"].contains(&&*text);
            if text.starts_with("CARGO") && !is_kept
                || text.starts_with("WASI_PY")
                || ["LD_LIBRARY_PATH", "RUST_BACKTRACE"].contains(&&*text)
            {
                bash.env_remove(name);
            }
        }
        bash.env("PATH", env::join_paths(path).map_err(io::Error::other)?)
            .env("HOME", &self.home)
            .env(CACHE_VARIABLE, cache_root().map_err(io::Error::other)?)
            .envs(settings())
            .current_dir(repository())
            .stdin(Stdio::null());
        run_as_group(&mut bash)
    }

    /// Returns the output of each command, as a page shows it.
    fn printed(&self, steps: &[Step]) -> Result<Vec<(Command, String)>, String> {
        let mut all = Vec::new();
        for (number, step) in steps.iter().enumerate() {
            let Step::Run(command) = step else { continue };
            let printed = fs::read(self.note(number, "printed")).unwrap_or_default();
            let printed = self.shown(&String::from_utf8_lossy(&printed));
            let status = fs::read_to_string(self.note(number, "status")).unwrap_or_default();
            let ended = match (status.trim(), command.fails()) {
                ("0", false) => true,
                ("0" | "", _) => false,
                (_, fails) => fails,
            };
            if !ended {
                let status = status.trim();
                return Err(format!(
                    "`{}` ended with status `{status}`:\n{printed}",
                    command.text
                ));
            }
            all.push((command.clone(), printed));
        }
        Ok(all)
    }

    /// Replaces the paths of this machine in a text.
    fn shown(&self, printed: &str) -> String {
        let path = |path: &Path| path.to_string_lossy().into_owned();
        printed
            .replace(&path(&self.home), SHOWN_HOME)
            .replace(&path(&repository()), SHOWN_CHECKOUT)
    }
}

/// Runs a program to its end, and then ends the processes that it has left running.
fn run_as_group(program: &mut process::Command) -> io::Result<process::ExitStatus> {
    let mut leader = program.process_group(0).spawn()?;
    let status = leader.wait();
    let group = format!("-{}", leader.id());
    // It fails if no process is left.
    let mut kill = process::Command::new("kill");
    kill.args(["--", &group]).stderr(Stdio::null()).status()?;
    status
}

/// Returns the variables by which programs find what they have for the real home folder.
fn settings() -> Vec<(&'static str, PathBuf)> {
    const BELOW_HOME: [(&str, &str); 4] = [
        ("CARGO_HOME", ".cargo"),
        ("RUSTUP_HOME", ".rustup"),
        ("NPM_CONFIG_USERCONFIG", ".npmrc"),
        ("XDG_CACHE_HOME", ".cache"),
    ];
    let home = PathBuf::from(env::var_os("HOME").unwrap_or_default());
    let value = |(name, below): (&'static str, &str)| {
        let set = env::var_os(name).map(PathBuf::from);
        (name, set.unwrap_or_else(|| home.join(below)))
    };
    BELOW_HOME.map(value).to_vec()
}

fn compare(printed: &[(Command, String)]) -> Result<(), String> {
    for (command, printed) in printed {
        if !command.shows(printed) {
            return Err(format!(
                "`{}` does not print what is shown\nshown:\n{}\nprinted:\n{printed}\n= help: set `BLESS=1` to have it written into the page",
                command.text, command.shown
            ));
        }
    }
    Ok(())
}

/// Returns the page with the printed output in place of another one; `None` if it shows what was printed.
fn blessed(page: &Page, printed: Vec<(Command, String)>) -> Option<String> {
    let mut printed = printed.into_iter();
    let mut text = page.text.clone();
    let mut blocks = Vec::new();
    for block in page.blocks() {
        if block.language != "console" {
            continue;
        }
        let mut commands = transcript::commands(&block.content).ok()?;
        for command in &mut commands {
            if is_elsewhere(&command.text) {
                continue;
            }
            let (_, printed) = printed.next()?;
            if !command.shows(&printed) {
                let lines = printed.trim_end().lines();
                command.shown = lines.map(|line| format!("{}\n", line.trim_end())).collect();
            }
        }
        blocks.push((block, commands));
    }
    // From the end, so that the places of earlier blocks stay valid.
    for (block, commands) in blocks.iter().rev() {
        replace(&mut text, block, &transcript::block(commands));
    }
    (text != page.text).then_some(text)
}

/// Replaces the content of a block, indented as its fence is.
fn replace(text: &mut String, block: &Block, content: &str) {
    let start = text[..block.range.start].rfind('\n').map_or(0, |at| at + 1);
    let indentation = text[start..block.range.start].to_owned();
    let body = block.range.start + text[block.range.start..].find('\n').unwrap_or_default() + 1;
    let end = body + text[body..block.range.end].rfind("```").unwrap_or_default();
    let end = text[..end].rfind('\n').map_or(end, |at| at + 1);
    let lines = content.lines().map(|line| format!("{indentation}{line}\n"));
    text.replace_range(body..end, &lines.collect::<String>());
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;

    fn page(text: &str) -> Page {
        Page {
            path: "page.md".into(),
            text: text.to_owned(),
        }
    }

    fn printed(text: &str, printed: &str) -> (Command, String) {
        let commands = transcript::commands(text).expect("a command");
        (commands[0].clone(), printed.to_owned())
    }

    #[test]
    fn blessing_replaces_what_differs_and_keeps_the_rest() {
        let page = page(
            "a\n\n* b\n\n  ```console\n  $ one\n  old\n  $ two\n  t…\n  ```\n\n```text\nold\n```\n",
        );
        let now = vec![
            printed("$ one\nold\n", "new\n"),
            printed("$ two\nt…\n", "two\n"),
        ];
        let expected = page.text.replacen("  old\n", "  new\n", 1);
        assert_eq!(blessed(&page, now), Some(expected));
    }

    #[test]
    fn blessing_what_is_right_changes_nothing() {
        let page = page("```console\n$ one\nall\n```\n");
        assert_eq!(blessed(&page, vec![printed("$ one\nall\n", "all\n")]), None);
    }

    #[test]
    fn what_is_left_running_is_ended() {
        let folder = env::temp_dir().join(format!("left-running-{}", process::id()));
        let mut bash = process::Command::new("bash");
        let script = format!("sleep 600 & echo $! > '{}'", folder.display());
        run_as_group(bash.arg("-c").arg(script)).expect("bash");
        let left = fs::read_to_string(&folder).expect("the number of a process");
        fs::remove_file(&folder).expect("removed");
        let process = format!("/proc/{}/stat", left.trim());
        let runs = || fs::read_to_string(&process).is_ok_and(|stat| !stat.contains(") Z "));
        let soon = Instant::now() + Duration::from_secs(10);
        while runs() && Instant::now() < soon {
            thread::sleep(Duration::from_millis(10));
        }
        assert!(!runs());
    }

    #[test]
    fn files_and_commands_are_steps_in_order() {
        let page = page(
            "`~/a`:\n\n```toml\nx = 1\n```\n\n```console\n$ cat ~/a\nx = 1\n$ cargo xtask test\n```\n",
        );
        let steps = steps(&page).expect("steps");
        assert!(
            matches!(&steps[..], [Step::Write(file, _), Step::Run(_)] if file == "~/a"),
            "{steps:?}"
        );
    }
}
