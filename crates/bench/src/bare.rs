//! The cost of the host library: components called through it, and by as little of `wasmtime` as does it, in
//! the same engine.

use std::path::Path;
use std::time::Instant;

use anyhow::anyhow;
use host_test::{
    Capabilities, Guest, Host, Limits, People, PeopleComponent, PeopleComponentPre, Person,
};
use tokio::runtime::{Builder, Runtime};
use wasi_py_host::Untyped;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{
    Component, ComponentExportIndex, InstancePre, Linker, LinkerInstance, ResourceTable, Val,
};
use wasmtime::error::Context;
use wasmtime::{Engine, Store, ensure};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::arguments::Arguments;
use crate::figures::{Measured, Workload};
use crate::people;
use crate::plan::{Plan, in_turns};
use crate::subjects::Subjects;

const ECHO: &str = "wasi-py:everything/echo@0.1.0";
const FUNCTION: &str = "echo-u32";
/// Turns that are taken in the time of one turn of the other figures: the shorter, the more alike are the
/// conditions.
const TURNS: u32 = 10;
/// A deadline that is never met, in ticks.
const NEVER: u64 = u64::MAX / 2;

/// A fresh instance, a call and its end.
type Round<'a> = dyn Fn() -> wasmtime::Result<()> + 'a;

pub(crate) fn measure(
    plan: &Plan,
    arguments: &Arguments,
    subjects: &Subjects,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    if !plan.wants("bare") {
        return Ok(());
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let [people_guest, _, _, control] = subjects.each().map(|subject| &subject.guest);
    for (name, guest) in [("`people.wasm`", people_guest), ("control", control)] {
        let (bare, people) = (shown(BarePeople::new(guest))?, people(3));
        let library = || filter(guest, &people);
        let bare = || runtime.block_on(bare.filter(&people));
        compare(plan, name, &library, &bare, measured)?;
    }
    let everything = shown(Everything::load(subjects.host(), &arguments.everything))?;
    let library = || everything.echo();
    let bare = || everything.echo_bare(&runtime);
    compare(plan, "`examples/everything`", &library, &bare, measured)
}

fn compare(
    plan: &Plan,
    name: &'static str,
    library: &Round<'_>,
    bare: &Round<'_>,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    eprintln!("measuring bare, {name}");
    let rounds = plan.rounds * TURNS as usize;
    let time = plan.turn / TURNS;
    let medians = in_turns(rounds, [&library, &bare], |round| {
        let (begun, mut count) = (Instant::now(), 0.0);
        while begun.elapsed() < time {
            shown(round())?;
            count += 1.0;
        }
        Ok(begun.elapsed().as_secs_f64() / count)
    })?;
    if let [Some(ours_s), Some(other_s)] = medians {
        measured.bare.push(Workload {
            name,
            ours_s,
            other_s,
        });
    }
    Ok(())
}

fn filter(guest: &Guest, people: &[Person]) -> wasmtime::Result<()> {
    let mut instance = guest.instantiate(&Limits::default(), &Capabilities::none())?;
    check(&instance.filter_by_tag(people, "student")?)
}

fn check(students: &[Person]) -> wasmtime::Result<()> {
    ensure!(
        students.len() == 2,
        "expected two students, found {students:?}"
    );
    Ok(())
}

/// The store's data that WASI needs.
#[derive(Default)]
struct State {
    wasi: WasiCtx,
    resources: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.resources,
        }
    }
}

fn link(engine: &Engine) -> wasmtime::Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    Ok(linker)
}

fn store(engine: &Engine) -> Store<State> {
    let mut store = Store::new(engine, State::default());
    store.set_epoch_deadline(NEVER);
    store
}

/// A component of the world `people-component`, without the host library.
struct BarePeople {
    pre: PeopleComponentPre<State>,
}

impl BarePeople {
    fn new(guest: &Guest) -> wasmtime::Result<Self> {
        let component = guest.component();
        let linked = link(component.engine())?.instantiate_pre(component)?;
        let pre = PeopleComponentPre::new(linked)?;
        Ok(Self { pre })
    }

    async fn filter(&self, people: &[Person]) -> wasmtime::Result<()> {
        let mut store = store(self.pre.engine());
        let world: PeopleComponent = self.pre.instantiate_async(&mut store).await?;
        let interface = world.wasi_py_people_people();
        let called = interface.call_filter_by_tag(&mut store, people, "student");
        check(&called.await??)
    }
}

/// The component with every type, by the host library and without it.
struct Everything {
    guest: wasi_py_host::Guest<Untyped>,
    pre: InstancePre<State>,
    function: ComponentExportIndex,
}

impl Everything {
    fn load(host: &Host, path: &Path) -> wasmtime::Result<Self> {
        let component = Component::from_file(host.engine(), path)?;
        let host = host.with_imports::<()>(|linker| link_echo(linker, &component))?;
        let guest = host.load(path)?;
        let mut linker = link(host.engine())?;
        link_echo(&mut linker, &component)?;
        let interface = component.get_export_index(None, ECHO);
        let function = component.get_export_index(interface.as_ref(), FUNCTION);
        Ok(Self {
            guest,
            pre: linker.instantiate_pre(&component)?,
            function: function.with_context(|| format!("there is no `{FUNCTION}`"))?,
        })
    }

    fn echo(&self) -> wasmtime::Result<()> {
        let mut instance = self
            .guest
            .instantiate(&Limits::default(), &Capabilities::none())?;
        let path = format!("{ECHO}#{FUNCTION}");
        check_echo(&instance.call_function(&path, &[Val::U32(7)])?)
    }

    fn echo_bare(&self, runtime: &Runtime) -> wasmtime::Result<()> {
        let mut store = store(self.pre.engine());
        let mut results = [Val::U32(0)];
        let called: wasmtime::Result<()> = runtime.block_on(async {
            let instance = self.pre.instantiate_async(&mut store).await?;
            let function = instance.get_func(&mut store, self.function);
            let function = function.context("it is no function")?;
            let arguments = [Val::U32(7)];
            function
                .call_async(&mut store, &arguments, &mut results)
                .await
        });
        called?;
        check_echo(&results)
    }
}

/// Links a host that returns what it is given, wherever the component asks for more than WASI.
fn link_echo<T: 'static>(linker: &mut Linker<T>, component: &Component) -> wasmtime::Result<()> {
    let (world, engine) = (component.component_type(), component.engine());
    let imports = world.imports(engine);
    for (name, import) in imports.filter(|(name, _)| !name.starts_with("wasi:")) {
        match import.ty {
            ComponentItem::ComponentFunc(_) => echo(&mut linker.root(), name)?,
            ComponentItem::ComponentInstance(interface) => {
                let mut instance = linker.instance(name)?;
                for (name, export) in interface.exports(engine) {
                    if let ComponentItem::ComponentFunc(_) = export.ty {
                        echo(&mut instance, name)?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn echo<T: 'static>(linker: &mut LinkerInstance<'_, T>, name: &str) -> wasmtime::Result<()> {
    linker.func_new(name, |_, _, arguments, results| {
        for (result, argument) in results.iter_mut().zip(arguments) {
            *result = argument.clone();
        }
        Ok(())
    })
}

fn check_echo(results: &[Val]) -> wasmtime::Result<()> {
    ensure!(
        results == [Val::U32(7)],
        "expected what was sent, found {results:?}"
    );
    Ok(())
}

/// Makes an error of `wasmtime` one like the others here.
fn shown<T>(result: wasmtime::Result<T>) -> anyhow::Result<T> {
    result.map_err(|error| anyhow!("{error:#}"))
}
