//! Stopping: what is being answered is finished, and nobody who hangs on keeps the program from ending.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::program::{Served, init};

#[test]
#[cfg(unix)]
fn a_client_that_never_finishes_its_request_holds_the_stop_up_for_ten_seconds_and_no_longer() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    init(&data);
    let served =
        Served::start(&["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0", "--insecure-cookies"]);
    let mut stuck = TcpStream::connect(&served.address).unwrap();
    stuck
        .write_all(
            b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
              Content-Length: 1000\r\n\r\nlogin=root",
        )
        .unwrap();
    // The request has arrived once another one that came later was answered.
    assert_eq!(served.get("/healthz", "").status, 200);

    let began = Instant::now();
    assert_eq!(served.stop(), 0);
    let took = began.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}");
    stuck.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    assert!(!matches!(stuck.read(&mut [0; 100]), Ok(count) if count > 0), "the connection was cut off");
}
