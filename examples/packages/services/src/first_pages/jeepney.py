from jeepney import DBusAddress, Parser, new_method_call


def example() -> None:
    address = DBusAddress("/org/example", bus_name="org.example", interface="org.example.Greeter")
    message = new_method_call(address, "Hello", "s", ("Ann",))
    (parsed,) = Parser().feed(message.serialise(serial=1))
    assert parsed.body == ("Ann",)
