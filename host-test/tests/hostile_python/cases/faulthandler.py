# %% enabled, and a fault | traps
import faulthandler

faulthandler.enable()
print(faulthandler.is_enabled())
faulthandler._sigsegv()

# %% enabled on a stream that is closed
import faulthandler
import sys

sys.stderr.close()
faulthandler.enable()

# %% enabled on a number that is no file
import faulthandler

faulthandler.enable(99)
faulthandler.disable()
print("enabled and disabled")

# %% traceback written
import faulthandler


def f():
    faulthandler.dump_traceback()


f()

# %% traceback written with an object in place of a stream
import faulthandler


class Stream:
    def fileno(self):
        return -1

    def flush(self):
        raise ValueError("no flush")


faulthandler.dump_traceback(Stream())

# %% traceback written later, once
import faulthandler

faulthandler.dump_traceback_later(0.001, exit=True)

# %% traceback written later, to be taken back
import faulthandler

faulthandler.cancel_dump_traceback_later()

# %% read of address zero
import faulthandler

faulthandler._read_null()
print("WebAssembly has an address zero")

# %% abort | traps
import faulthandler

faulthandler._sigabrt()

# %% floating point error | traps
import faulthandler

faulthandler._sigfpe()

# %% fatal error of Python
import faulthandler

faulthandler.enable()
faulthandler._fatal_error_c_thread()

# %% registered for a signal
import faulthandler
import signal

faulthandler.register(signal.SIGINT)
