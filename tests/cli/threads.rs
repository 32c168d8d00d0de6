//! A system that refuses threads, as with `ulimit -u` or the limits of a container.
//! Here each thread requests a stack that does not fit into memory.

use std::process::Command;

use leads::sandbox::Generation;

use crate::harness::{Harness, Outcome, only};
use crate::list::ids;

/// Larger than any address space.
const NO_THREAD: &str = "1000000000000000";

/// A workspace of 345 leads, and a user whose threads are refused.
fn refused(api: Generation) -> Harness {
    Harness::with(only(api, 345), |request, api| api.reply(request))
        .env("RUST_MIN_STACK", NO_THREAD)
}

const EACH: [Generation; 2] = [Generation::V1, Generation::V2];

#[test]
fn without_threads_every_lead_is_listed() {
    for api in EACH {
        let harness = refused(api);
        for command in ["list -f jsonl", "list -f jsonl --sort updated_at"] {
            let outcome = harness.run(command).code(0).silent();
            assert_eq!(ids(&outcome).len(), 345, "{outcome}");
        }
        harness.run("list --count").code(0).prints("345\n");
        harness
            .run("list -o leads.csv --fields id")
            .code(0)
            .says("leads.csv: 345 leads, ");
        assert_eq!(harness.read("leads.csv").lines().count(), 346);
        assert_eq!(harness.files(), ["leads.csv"]);
    }
}

#[test]
fn without_threads_leads_are_found() {
    for api in EACH {
        let harness = refused(api);
        let known = harness.api().ids();
        let lines = known[..40].join("\n");
        let outcome = harness.run_with_input("find -f jsonl --id -", lines);
        assert_eq!(ids(&outcome.code(0).silent()), known[..40]);
        harness
            .run("find --json --email nobody@example.com")
            .code(1)
            .prints("[]\n");
    }
}

#[test]
fn a_host_name_is_looked_up_without_a_thread() {
    let harness = refused(Generation::V1);
    let port = harness.base_url().rsplit(':').next().unwrap().to_owned();
    let url = format!("http://localhost:{port}");
    harness
        .run(["list", "--count", "--base-url", &url])
        .code(0)
        .prints("345\n");
}

#[test]
fn a_token_command_without_threads_is_exit_3() {
    let harness = refused(Generation::V1).without("INTERCOM_ACCESS_TOKEN");
    harness.write(
        ".config/leads/config.toml",
        "[profiles.default]\ntoken_command = 'echo x'\n",
    );
    harness
        .run("list --count")
        .code(3)
        .prints("")
        .says("could not be run");
}

#[test]
fn a_demo_without_a_thread_for_its_server_is_exit_7() {
    for command in ["--demo list", "sandbox --port 0"] {
        refused(Generation::V1)
            .run(command)
            .code(7)
            .prints("")
            .says("hint: the system refused to start another thread")
            .never_says("--port");
    }
}

/// Runs `args` with memory for about this number of threads.
fn with_threads(harness: &Harness, threads: u32, args: &[&str]) -> Outcome {
    let run = harness.command(args);
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(format!(
            "ulimit -v {}; exec \"$0\" \"$@\"",
            4_000_000 * threads + 2_000_000
        ))
        .arg(run.get_program())
        .args(run.get_args())
        .env_clear()
        .envs(
            run.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("RUST_MIN_STACK", "4000000000")
        .current_dir(harness.path(""));
    Outcome::new(args, &shell.output().unwrap())
}

#[test]
fn with_few_threads_every_lead_is_listed() {
    for api in EACH {
        let harness = Harness::with(only(api, 2000), |request, api| api.reply(request));
        for threads in 1..5 {
            let outcome = with_threads(&harness, threads, &["list", "-f", "jsonl"]);
            let outcome = outcome.code(0).silent();
            assert_eq!(ids(&outcome).len(), 2000, "{threads} threads: {outcome}");
        }
    }
    for threads in 1..5 {
        let harness = Harness::of(0);
        let outcome = with_threads(&harness, threads, &["-q", "--demo", "list", "-f", "jsonl"]);
        let outcome = outcome.code(0).silent();
        assert_eq!(ids(&outcome).len(), 345, "{threads} threads: {outcome}");
    }
}
