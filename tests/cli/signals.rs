//! Signals, and what a run leaves behind.

use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, mpsc};

use crate::harness::{Harness, settings};

/// A run that waits for its second page, and a sender that releases it.
fn waiting(start: impl FnOnce(&Harness) -> Command) -> (Harness, Child, mpsc::Sender<()>) {
    let (asked, waiting) = mpsc::channel();
    let (release, held) = mpsc::channel::<()>();
    let held = Mutex::new(held);
    let harness = Harness::with(settings(100), move |request, api| {
        if request.parameter("page") != Some("1") {
            // The test may no longer be waiting.
            let _ = asked.send(());
            let _ = held.lock().unwrap().recv();
        }
        api.reply(request)
    });
    harness.write("leads.csv", "old");
    let run = start(&harness).stderr(Stdio::piped()).spawn().unwrap();
    waiting.recv().unwrap();
    (harness, run, release)
}

fn kill(run: &Child, signal: &str) {
    let sent = Command::new("kill")
        .args([signal, &run.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// Sends a signal to a run that waits for its second page.
fn signalled(signal: &str, code: Option<i32>) {
    let start = |harness: &Harness| harness.command(&["list", "-o", "leads.csv"]);
    let (harness, mut run, release) = waiting(start);
    kill(&run, signal);
    let ended = run.wait().unwrap();
    drop(release);
    assert_eq!(harness.read("leads.csv"), "old");
    assert_eq!(
        harness.files(),
        ["leads.csv"],
        "temporary file after {signal}"
    );
    match code {
        Some(_) => assert_eq!(ended.code(), code, "{signal}"),
        None => assert!(!ended.success(), "{signal}"),
    }
}

#[test]
fn an_interrupt_at_any_time_leaves_no_temporary_file() {
    let harness = Harness::of(100);
    let whole = harness.run("list -f csv").code(0);
    for moment in 0..40 {
        harness.write("leads.csv", "old");
        let mut run = harness.command(&["list", "-o", "leads.csv"]);
        let mut run = run.stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(moment * 400));
        let sent = Command::new("kill")
            .args(["-INT", &run.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        run.wait().unwrap();
        assert_eq!(harness.files(), ["leads.csv"], "after {moment}");
        let file = harness.read("leads.csv");
        assert!(file == "old" || file == whole.stdout(), "after {moment}");
    }
}

#[test]
fn an_interrupted_run_leaves_the_old_file_and_no_temporary_file() {
    signalled("-INT", Some(130));
    signalled("-TERM", Some(143));
    signalled("-HUP", Some(129));
    signalled("-QUIT", Some(131));
    for signal in ["-USR1", "-USR2", "-ALRM", "-XCPU"] {
        signalled(signal, None);
    }
}

/// There, such files have no name until they are complete.
#[test]
#[cfg(target_os = "linux")]
fn a_killed_run_leaves_the_old_file_and_no_temporary_file() {
    signalled("-KILL", None);
    signalled("-ABRT", None);
}

#[test]
fn sighup_stays_ignored_under_nohup() {
    let (harness, mut run, release) = waiting(|harness| {
        harness.in_shell(
            &["list", "-o", "leads.csv"],
            r#"trap "" HUP; exec "$0" "$@""#,
        )
    });
    kill(&run, "-HUP");
    drop(release);
    assert_eq!(run.wait().unwrap().code(), Some(0));
    assert_eq!(harness.read("leads.csv").lines().count(), 101);
}
