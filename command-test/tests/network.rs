//! Sockets of the component: numbers need no look-up, and a peer that goes away is an error.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use command_test::{Python, python, snippet};

/// Prepares a run that may use the network, and may not look names up.
fn networked() -> Python {
    python().option("-Sinherit-network")
}

/// Gives each connection to `answer`, as long as the test runs, and returns the port.
fn serve(answer: fn(TcpStream)) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("listens");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for connection in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || answer(connection));
        }
    });
    port.to_string()
}

/// Closes a connection once something has come, which is read only if that asks for it: otherwise the
/// connection is reset.
fn close(mut connection: TcpStream) {
    /// A peer that asks for nothing keeps its connection for as long.
    const PATIENCE: Duration = Duration::from_secs(5);
    connection
        .set_read_timeout(Some(PATIENCE))
        .expect("waits no longer");
    let mut first = [0];
    if connection.peek(&mut first).is_ok() && &first == b"a" {
        let mut line = [0; 8];
        connection.read_exact(&mut line).expect("reads");
    }
}

#[test]
fn sockets_in_any_state_return_or_raise() {
    let program = snippet("socket_states.py");
    assert_eq!(
        networked().prints(&["-c", &program, &serve(close)]),
        "peer_reset ENOTCONN\nrefused ENOTCONN\nsocket ENOTCONN\nlistening ENOTCONN\n\
         udp anew b'question' b'answer'\n"
    );
}

#[test]
fn pair_of_sockets_is_connected_at_once() {
    let program = "import socket
for _ in range(50):
    one, other = socket.socketpair()
    one.setblocking(False), other.setblocking(False)
    for end in (one, other):
        try:
            end.send(b'a')
        except BlockingIOError:
            pass  # There is no room yet.
    one.close(), other.close()
print('done')";
    assert_eq!(networked().prints(&["-c", program]), "done\n");
}

fn answer(mut connection: TcpStream) {
    let mut request = [0; 1024];
    let read = connection.read(&mut request);
    if read.is_ok_and(|bytes| bytes > 0) {
        // A client that has gone wants no answer.
        let _ = connection.write_all(b"HTTP/1.0 200 OK\r\ncontent-length: 3\r\n\r\nyes");
    }
}

#[test]
fn numbers_need_no_leave_to_look_names_up() {
    let program = snippet("name_lookup.py");
    assert_eq!(
        networked().prints(&["-c", &program, &serve(answer)]),
        "b'yes'\nb'yes'\n"
    );
}

#[test]
fn asyncio_connects_by_name() {
    let program = "import asyncio, sys
async def main():
    async with await asyncio.start_server(lambda reader, writer: writer.close(), 'localhost', 0):
        pass
    reader, writer = await asyncio.open_connection('localhost', int(sys.argv[1]))
    writer.write(b'GET / HTTP/1.0\\r\\n\\r\\n')
    print((await reader.read())[-3:])
    writer.close()
    try:
        await asyncio.open_connection('localhost', 1)
    except OSError as error:
        print(error.errno, 'refused' in str(error) or 'failed' in str(error))
asyncio.run(main())";
    let printed = networked().prints(&["-c", program, &serve(answer)]);
    assert!(printed.starts_with("b'yes'\n"), "{printed}");
}

#[test]
fn without_leave_the_network_is_refused() {
    let code = "import socket
for use in (lambda: socket.create_connection(('127.0.0.1', 1)), lambda: socket.getaddrinfo('example.org', 80)):
    try: use()
    except OSError as error: print(type(error).__name__)";
    assert_eq!(
        python().prints(&["-c", code]),
        "PermissionError\ngaierror\n"
    );
}
