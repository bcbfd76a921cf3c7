"""Cannot answer what it is warmed up with."""

from wasi_py.http import App, Request

app = App()
handle = app.handle


@app.get("/people")
def list_people(_: Request) -> str:
    raise RuntimeError("there are no people yet")


app.warm_up("GET", "/people")
