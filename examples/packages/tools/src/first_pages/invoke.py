from invoke import Collection, Context, MockContext, Result, task


@task
def build(context: Context, clean: bool = False) -> str:
    return context.run("rm -rf out" if clean else "make").stdout


def example() -> None:
    context = MockContext(run={"make": Result("built")})
    assert build(context) == "built"
    assert list(Collection(build).task_names) == ["build"]
