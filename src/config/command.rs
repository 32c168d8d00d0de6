//! Runs `token_command` with a time limit and bounded output.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The maximum number of bytes read from each pipe of the command.
const MAX_OUTPUT: usize = 64 * 1024;

/// How long to wait for more output after the command has ended. A background process
/// that it started can keep a pipe open.
const PIPE_GRACE: Duration = Duration::from_secs(1);

/// How often to check whether the command has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// The result of the command.
pub(super) struct Finished {
    /// `None` if it was killed at the time limit.
    pub(super) status: Option<ExitStatus>,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
}

impl Finished {
    /// Whether the command printed more than is read.
    pub(super) fn is_cut(&self) -> bool {
        self.stdout.len() >= MAX_OUTPUT
    }
}

/// Runs `command` in the shell and kills it after `limit`.
pub(super) fn run(command: &str, limit: Duration) -> io::Result<Finished> {
    // `find` may read its values from standard input. A command that asks for a
    // passphrase can still open the terminal. For that it stays in this process group,
    // so only the shell itself can be killed.
    let mut child = shell(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let deadline = Instant::now() + limit;
    let stdout = read_bounded(child.stdout.take());
    let stderr = read_bounded(child.stderr.take());
    let status = wait_until(&mut child, deadline)?;
    let grace = Instant::now() + PIPE_GRACE;
    Ok(Finished {
        status,
        stdout: collect(&stdout?, grace),
        stderr: collect(&stderr?, grace),
    })
}

fn wait_until(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(POLL_INTERVAL);
    }
}

/// Reads a pipe on a separate thread, up to [`MAX_OUTPUT`]. Then closes the pipe, which
/// ends most commands with endless output.
fn read_bounded(pipe: Option<impl Read + Send + 'static>) -> io::Result<Receiver<Vec<u8>>> {
    let (sender, chunks) = channel();
    let mut pipe = pipe
        .ok_or(io::ErrorKind::BrokenPipe)?
        .take(MAX_OUTPUT as u64);
    thread::Builder::new().spawn(move || {
        let mut buffer = [0; 4096];
        loop {
            match pipe.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Keep what was read before an error.
                Ok(0) | Err(_) => return,
                Ok(length) => {
                    if sender.send(buffer[..length].to_vec()).is_err() {
                        return;
                    }
                }
            }
        }
    })?;
    Ok(chunks)
}

/// The chunks up to the end of the pipe, or those received until `deadline`.
fn collect(chunks: &Receiver<Vec<u8>>, deadline: Instant) -> Vec<u8> {
    let mut bytes = Vec::new();
    let remaining = || deadline.saturating_duration_since(Instant::now());
    while let Ok(chunk) = chunks.recv_timeout(remaining()) {
        bytes.extend(chunk);
    }
    bytes
}

#[cfg(not(windows))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command);
    shell
}

#[cfg(windows)]
fn shell(command: &str) -> Command {
    use std::os::windows::process::CommandExt as _;

    let mut shell = Command::new("cmd");
    // cmd has its own quoting rules.
    shell.raw_arg("/C").raw_arg(command);
    shell
}
