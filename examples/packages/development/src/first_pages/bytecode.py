from bytecode import Bytecode, Instr


def example() -> None:
    code = Bytecode([Instr("RESUME", 0), Instr("LOAD_CONST", 42), Instr("RETURN_VALUE")]).to_code()
    assert eval(code) == 42
