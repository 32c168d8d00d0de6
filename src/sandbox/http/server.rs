//! The server. It listens only on the loopback interface, with a thread per connection
//! if the system allows it.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::connection::{Connection, Handler};
use super::message::{Reply, Request};

/// A running server. Dropping it closes its port and its connections.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    stopping: AtomicBool,
    accepted: AtomicU64,
    replies: AtomicU64,
    /// Open connections. They are shut down when the server is dropped, because their
    /// threads may be blocked on a read.
    open: Mutex<HashMap<u64, TcpStream>>,
}

impl Server {
    /// Serves `handler` on 127.0.0.1 and `port`, or any free port if it is 0.
    /// Fails if the port cannot be bound.
    pub fn start(
        port: u16,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> io::Result<Self> {
        Self::serve(port, Arc::new(handler))
    }

    fn serve(port: u16, handler: Arc<Handler>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let accepting = thread::Builder::new().name("sandbox".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared, &handler)
        })?;
        Ok(Self {
            address,
            shared,
            accepting: Some(accepting),
        })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves until the process ends.
    pub fn wait(mut self) {
        if let Some(accepting) = self.accepting.take() {
            // The thread ends early only if it panicked, which was printed.
            let _ = accepting.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // Only a connection wakes `accept`.
        let woken = TcpStream::connect(self.address).is_ok();
        if let Some(accepting) = self.accepting.take().filter(|_| woken) {
            let _ = accepting.join();
        }
        for (_, stream) in self.shared.connections().drain() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Shared {
    fn connections(&self) -> MutexGuard<'_, HashMap<u64, TcpStream>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>, handler: &Arc<Handler>) {
    loop {
        let accepted = listener.accept();
        if shared.stopping.load(Ordering::SeqCst) {
            return;
        }
        let Ok((stream, _)) = accepted else {
            // Probably out of file descriptors: retry when some are closed.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        let id = shared.accepted.fetch_add(1, Ordering::Relaxed);
        if let Ok(stream) = stream.try_clone() {
            shared.connections().insert(id, stream);
        }
        let spawned = thread::Builder::new().spawn({
            let (shared, handler) = (Arc::clone(shared), Arc::clone(handler));
            move || {
                // An error means that the client has disconnected.
                let _ = Connection::new(stream, &shared.replies).serve(&*handler);
                shared.connections().remove(&id);
            }
        });
        // If the system refuses a thread, this thread responds.
        if spawned.is_err()
            && let Some(stream) = shared.connections().remove(&id)
        {
            let _ = Connection::new(stream, &shared.replies).serve_one(&**handler);
        }
    }
}

#[cfg(test)]
mod tests;
