# %% handler for an interrupt that is raised
import signal

signal.signal(signal.SIGINT, lambda number, frame: print("interrupted by", number))
signal.raise_signal(signal.SIGINT)
print("went on")

# %% interrupt with the handler that Python has
import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
signal.raise_signal(signal.SIGINT)

# %% interrupt without a handler | traps
import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.raise_signal(signal.SIGINT)

# %% handler that raises
import signal


def handle(number, frame):
    raise ValueError("in the handler")


signal.signal(signal.SIGTERM, handle)
signal.raise_signal(signal.SIGTERM)

# %% handler that raises the signal again
import signal


def handle(number, frame):
    signal.raise_signal(number)


signal.signal(signal.SIGUSR1, handle)
signal.raise_signal(signal.SIGUSR1)
while True:
    pass

# %% termination without a handler | traps
import signal

signal.raise_signal(signal.SIGTERM)

# %% abort by signal | traps
import signal

signal.raise_signal(signal.SIGABRT)

# %% kill by signal | traps
import signal

signal.raise_signal(signal.SIGKILL)

# %% kill of a process
import os
import signal

os.kill(os.getpid(), signal.SIGKILL)

# %% alarm
import signal

signal.alarm(1)

# %% timer
import signal

signal.setitimer(signal.ITIMER_REAL, 0.001)

# %% signals waited for
import signal

signal.sigwait([signal.SIGINT])

# %% pause
import signal

signal.pause()

# %% number of no signal
import signal

signal.raise_signal(99)

# %% interrupt of the main thread
import _thread

_thread.interrupt_main()
print("the handler runs at the next chance")
for _ in range(1000):
    pass

# %% wake-up file
import signal

signal.set_wakeup_fd(1)
