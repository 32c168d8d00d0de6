//! `leads auth login` on a terminal: it prompts, without showing what is typed.

use crate::auth::{STORE, newcomer};
use crate::harness::{Harness, TOKEN};
use crate::screen::{Screen, echo, left};

/// A login at the prompt.
fn asks(harness: &Harness) -> Screen {
    let url = harness.base_url();
    let args = ["auth", "login", "--base-url", &url];
    let mut screen = Screen::of(harness, 100, &args, "");
    screen.shows("Access token for ");
    screen.shows("not shown: ");
    Screen::hides_input(harness);
    screen
}

#[test]
fn a_typed_token_is_stored_without_being_shown() {
    let harness = newcomer();
    let mut screen = asks(&harness);
    screen.types(TOKEN);
    let (code, drawn) = screen.end();
    assert_eq!(code, 0, "{drawn}");
    assert!(!drawn.contains(TOKEN), "{drawn}");
    let lines = left(&drawn);
    assert!(lines[0].ends_with("not shown:"), "{drawn}");
    assert!(lines[1].starts_with("logged in to Practice workspace at "));
    harness.run("list --count").code(0).prints("7\n");
}

#[test]
fn ctrl_c_at_the_prompt_restores_echo() {
    let harness = newcomer();
    let mut screen = asks(&harness);
    screen.interrupt();
    let (code, drawn) = screen.end();
    assert_eq!(code, 130, "{drawn}");
    assert_eq!(echo(&harness.read(".modes")), Some(true));
    assert!(!harness.path(STORE).exists());
}

#[test]
fn a_signal_at_the_prompt_restores_echo() {
    let harness = newcomer();
    for (signal, expected) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        for is_stopped in [false, true] {
            let mut screen = asks(&harness);
            if is_stopped {
                screen.stops_output();
            }
            Screen::signals(&harness, signal);
            let (code, drawn) = screen.end();
            assert_eq!(code, expected, "{signal} {is_stopped}: {drawn}");
            assert_eq!(echo(&harness.read(".modes")), Some(true), "{signal}");
        }
    }
    assert!(!harness.path(STORE).exists());
}

#[test]
fn ctrl_d_at_the_prompt_gives_no_token() {
    let harness = newcomer();
    let mut screen = asks(&harness);
    screen.ends_input();
    let (code, drawn) = screen.end();
    assert_eq!(code, 3, "{drawn}");
    assert!(drawn.contains("no access token was given"), "{drawn}");
    assert!(!harness.path(STORE).exists());
}
