//! Thread pools, and waiting for another thread, where there is only one.

use command_test::{python, snippet};

#[test]
fn what_would_wait_forever_raises() {
    let program = snippet("waits.py");
    assert_eq!(python().prints(&["-c", &program]), "all raise\n");
}

#[test]
fn a_lock_that_is_held_says_why_it_cannot_be_had() {
    let code = "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()";
    let ended = python().run(&["-c", code]);
    assert_eq!(ended.status, Some(1));
    assert!(
        ended.stderr.ends_with(
            "RuntimeError: this would wait forever: WASI 0.2 has no threads, so that nothing else \
             runs which could end it\n"
        ),
        "{ended:?}"
    );
}

#[test]
fn thread_pools_run_what_is_submitted() {
    let program = "
import asyncio
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
with ThreadPoolExecutor(max_workers=2) as pool:
    print(list(pool.map(pow, [2, 3], [5, 2])))
    futures = [pool.submit(divmod, 7, by) for by in (2, 0)]
    print(wait(futures).not_done, {future.exception() is None for future in as_completed(futures)})
    print(pool.submit(lambda: pool.submit(int, '7').result()).result())
async def main():
    with ThreadPoolExecutor() as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, divmod, 7, 2)
print(asyncio.run(main()))";
    assert_eq!(
        python().prints(&["-c", program]),
        "[32, 9]\nset() {False, True}\n7\n(3, 1)\n"
    );
}

#[test]
fn a_call_in_a_pool_that_waits_for_a_later_one_raises() {
    let program = "
import queue
from concurrent.futures import ThreadPoolExecutor
waited_for = queue.Queue()
with ThreadPoolExecutor() as pool:
    first = pool.submit(waited_for.get)
    pool.submit(waited_for.put, 1)
print(first.exception())";
    assert!(
        python()
            .prints(&["-c", program])
            .starts_with("this would wait forever")
    );
}

#[test]
fn threads_of_ones_own_do_not_start() {
    let code = "import threading\ntry: threading.Thread(target=print).start()\nexcept RuntimeError as error: print(error)";
    assert_eq!(python().prints(&["-c", code]), "can't start new thread\n");
}
