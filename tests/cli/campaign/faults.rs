//! The faults, and the workspaces that have them.

use std::time::Duration;

use leads::sandbox::{Intercom, RateLimit, Reply, Request, Settings};

use super::dice::Dice;
use crate::answers::{self, cut_short, wall};
use crate::harness::settings;

type Answer = dyn Fn(&Request, &Intercom, &Dice) -> Option<Reply> + Send + Sync;

pub(super) struct Fault {
    pub(super) name: String,
    pub(super) settings: Settings,
    pub(super) args: &'static str,
    /// A response instead of the workspace's own, or `None`.
    pub(super) answer: Box<Answer>,
    pub(super) reader: Reader,
}

/// How the output is read.
#[derive(Clone, Copy)]
pub(super) enum Reader {
    Eager,
    /// Pauses for longer than a scroll stays open.
    Pausing,
    /// Interrupts the program while it writes a file.
    Interrupting,
}

const V1: &str = "list -f jsonl";
const V2: &str = "list -f jsonl --api-version 2.16 --per-page 25";

pub(super) fn all() -> Vec<Fault> {
    let mut all = Vec::new();
    for (api, args) in [("1.x", V1), ("2.x", V2)] {
        all.extend(of_answers(api, args));
    }
    all.extend(of_connections());
    all.extend(of_leads());
    all.extend(of_chains());
    all.extend(of_readers());
    all.push(Fault {
        settings: Settings {
            rate_limit: Some(RateLimit {
                calls: 12,
                seconds: 2,
            }),
            ..settings(2500)
        },
        ..fault(
            "a limit of 12 requests in 2 seconds, 50 pages (1.x)",
            V1,
            |_, _, _| None,
        )
    });
    for (api, args) in [("1.x", V1), ("2.x", V2)] {
        let name = format!("all of these at once ({api})");
        all.push(fault(name, args, |request, api, dice| {
            churn(api, dice, 10, 10);
            match dice.below(20) {
                0 => Some(slow_down()),
                1 => Some(busy(dice)),
                2 => Some(cut_short(&api.reply(request))),
                3 => Some(nonsense(&api.reply(request), dice)),
                4 => Some(Reply::raw("")),
                5 => Some(closing(&api.reply(request))),
                _ => None,
            }
        }));
    }
    all
}

fn fault(
    name: impl Into<String>,
    args: &'static str,
    answer: impl Fn(&Request, &Intercom, &Dice) -> Option<Reply> + Send + Sync + 'static,
) -> Fault {
    Fault {
        name: name.into(),
        settings: Settings {
            scroll_expiry: Duration::from_millis(700),
            ..settings(700)
        },
        args,
        answer: Box::new(answer),
        reader: Reader::Eager,
    }
}

fn of_answers(api: &str, args: &'static str) -> Vec<Fault> {
    let name = |what: &str| format!("{what} ({api})");
    vec![
        fault(name("none"), args, |_, _, _| None),
        fault(name("429, one in four"), args, |_, _, dice| {
            dice.percent(25).then(slow_down)
        }),
        fault(name("408 and 5xx, one in four"), args, |_, _, dice| {
            dice.percent(25).then(|| busy(dice))
        }),
        fault(name("truncated bodies"), args, |request, api, dice| {
            dice.percent(15).then(|| cut_short(&api.reply(request)))
        }),
        fault(
            name("200 with an empty, HTML or truncated body, or an error"),
            args,
            |request, api, dice| {
                dice.percent(20)
                    .then(|| nonsense(&api.reply(request), dice))
            },
        ),
        fault(
            name("connection closed without a response"),
            args,
            |_, _, dice| dice.percent(15).then(|| Reply::raw("")),
        ),
    ]
}

fn of_connections() -> Vec<Fault> {
    let timeout = "list -f jsonl --timeout 0.4";
    vec![
        fault(
            "keep-alive connections that close (1.x)",
            V1,
            |request, api, dice| dice.percent(50).then(|| closing(&api.reply(request))),
        ),
        fault("responses that time out (1.x)", timeout, |_, _, dice| {
            dice.percent(10).then(|| {
                std::thread::sleep(Duration::from_millis(900));
                Reply::status(500)
            })
        }),
    ]
}

fn of_leads() -> Vec<Fault> {
    let changing = |what: &str, args, created: usize, deleted: usize| {
        let name = format!("0.{created} created, 0.{deleted} deleted per response ({what})");
        fault(name, args, move |_, api, dice| {
            churn(api, dice, created * 10, deleted * 10);
            None
        })
    };
    vec![
        changing("1.x", V1, 1, 1),
        changing("1.x", V1, 5, 4),
        changing("1.x, 8 jobs", "list -f jsonl --jobs 8", 7, 6),
        changing("2.x", V2, 5, 4),
        Fault {
            settings: Settings {
                churn: true,
                ..settings(2000)
            },
            ..fault("the sandbox's --churn (1.x)", V1, |_, _, _| None)
        },
        Fault {
            settings: settings(10_500),
            ..changing("10,500 leads, list and scroll", V1, 1, 1)
        },
    ]
}

fn of_chains() -> Vec<Fault> {
    vec![
        fault("a scroll that expires (1.x)", V1, |request, _, dice| {
            let expires = request.parameter("scroll_param").is_some() && dice.percent(15);
            expires
                .then(|| answers::error(404, "not_found", "scroll parameter not found"))
                .or_else(|| wall(request, 120))
        }),
        fault(
            "a scroll that loses responses, and still exists on restart (1.x)",
            V1,
            |request, api, dice| {
                let loses = request.path == "/contacts/scroll" && dice.percent(12);
                loses
                    .then(|| cut_short(&api.reply(request)))
                    .or_else(|| wall(request, 120))
            },
        ),
        fault("refused cursors (2.x)", V2, |request, _, dice| {
            let is_continuation = String::from_utf8_lossy(&request.body).contains("starting_after");
            (is_continuation && dice.percent(3))
                .then(|| answers::error(400, "parameter_invalid", "cursor is not valid"))
        }),
    ]
}

fn of_readers() -> Vec<Fault> {
    let pausing = fault(
        "a reader that pauses for two scroll lifetimes (1.x)",
        V1,
        |request, _, _| wall(request, 120),
    );
    let interrupting = fault(
        "SIGINT or SIGTERM while a file is written (1.x)",
        "list -o leads.jsonl",
        |_, _, _| {
            std::thread::sleep(Duration::from_millis(10));
            None
        },
    );
    vec![
        Fault {
            reader: Reader::Pausing,
            settings: Settings {
                leads: 3000,
                ..pausing.settings
            },
            ..pausing
        },
        Fault {
            reader: Reader::Interrupting,
            ..interrupting
        },
    ]
}

fn soon(reply: Reply) -> Reply {
    reply.with_header("Retry-After", "0")
}

fn slow_down() -> Reply {
    soon(answers::error(429, "rate_limit_exceeded", "slow down"))
}

fn busy(dice: &Dice) -> Reply {
    let status = dice.pick(&[408, 500, 502, 503, 504]);
    soon(answers::error(status, "server_error", "try later"))
}

/// A response with status 200 and an invalid body.
fn nonsense(reply: &Reply, dice: &Dice) -> Reply {
    let half = reply.body[..reply.body.len() / 2].to_vec();
    soon(match dice.below(4) {
        0 => Reply::json(200, ""),
        1 => Reply::json(200, "<html>Sign in</html>"),
        2 => Reply::json(200, half),
        _ => answers::error(200, "rate_limit_exceeded", "slow down"),
    })
}

/// A complete response on a keep-alive connection that then closes.
fn closing(reply: &Reply) -> Reply {
    let length = reply.body.len();
    let head = format!(
        "HTTP/1.1 {} x\r\nContent-Length: {length}\r\n\r\n",
        reply.status
    );
    Reply::raw([head.as_bytes(), &reply.body].concat())
}

/// Creates and deletes a lead with the given probabilities in percent. Half of the
/// deletions are among the newest 70 leads.
fn churn(api: &Intercom, dice: &Dice, created: usize, deleted: usize) {
    if dice.percent(created) {
        api.create();
    }
    let ids = api.ids();
    if dice.percent(deleted) && !ids.is_empty() {
        let among = if dice.percent(50) { 70 } else { ids.len() };
        api.delete(&ids[dice.below(among.min(ids.len()))]);
    }
}
