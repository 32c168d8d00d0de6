//! What a page costs in the parts that talk to nobody: reading it, proving that
//! no lead is missing, and putting its leads into each format. The pages are
//! the sandbox's. What the whole costs is measured by `against.sh`.

use std::hint::black_box;
use std::io;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use leads::columns::Fields;
use leads::intercom;
use leads::intercom::{Page, Version, Window};
use leads::lead::json_text;
use leads::output::{Format, Next, Style, formatter};
use leads::query::Query;
use leads::reader::{Ledger, Step};
use leads::sandbox::{Intercom, Request, Settings};
use leads::terminal::sanitize;

fn main() {
    divan::main();
}

/// The body of the first page, in this version.
fn body(version: &Version) -> Vec<u8> {
    let asked = version.dialect().first(&Query::default());
    answer(&Intercom::new(Settings::default()), version, asked)
}

/// The body of the answer to a request.
fn answer(api: &Intercom, version: &Version, asked: intercom::Request) -> Vec<u8> {
    let mut request = Request::new(asked.method.name(), &asked.target);
    request.body = asked.body.unwrap_or_default().into_bytes();
    for (name, value) in [
        ("authorization", "Bearer any"),
        ("intercom-version", version.name()),
        ("content-type", "application/json"),
    ] {
        request.headers.push((name.to_owned(), value.to_owned()));
    }
    let reply = api.reply(&request);
    assert_eq!(reply.status, 200);
    reply.body
}

fn read(version: &Version, body: Vec<u8>) -> Page {
    let dialect = version.dialect();
    let asked = dialect.first(&Query::default());
    dialect.read(&asked, body).expect("the sandbox's page")
}

fn page() -> Page {
    let version = Version::named("1.4").expect("a version");
    let body = body(&version);
    read(&version, body)
}

#[divan::bench(args = ["1.4", "2.16"])]
fn read_a_page(bencher: Bencher, version: &str) {
    let version = Version::named(version).expect("a version");
    let body = body(&version);
    let bytes = BytesCount::of_slice(&body);
    bencher
        .counter(bytes)
        .with_inputs(|| body.clone())
        .bench_values(|body| read(&version, body));
}

/// Pages of a list that stands still, each joined to the ones before it.
#[divan::bench(args = [1_000, 10_000])]
fn join_a_list(bencher: Bencher, leads: u32) {
    let version = Version::named("1.4").expect("a version");
    let dialect = version.dialect();
    let largest = dialect.largest_page();
    let settings = Settings {
        leads,
        ..Settings::default()
    };
    let api = Intercom::new(settings);
    let query = Query::default();
    let new = || Ledger::new(Window::first(largest), largest);
    let mut ledger = new();
    let mut bodies = Vec::new();
    while let Step::Ask(window) = ledger.step() {
        let asked = dialect.window(&query, window).expect("a numbered list");
        let body = answer(&api, &version, asked);
        ledger.take(window, read(&version, body.clone()));
        bodies.push((window, body));
    }
    let pages = || -> Vec<_> {
        let read = |(window, body): &(_, Vec<u8>)| (*window, read(&version, body.clone()));
        bodies.iter().map(read).collect()
    };
    bencher
        .counter(ItemsCount::new(leads))
        .with_inputs(|| (new(), pages()))
        .bench_values(|(mut ledger, pages)| {
            for (window, page) in pages {
                assert_eq!(ledger.step(), Step::Ask(window));
                black_box(ledger.take(window, page));
            }
            assert_eq!((ledger.read(), ledger.step()), (leads.into(), Step::Whole));
            ledger
        });
}

/// A page of a scroll, whose leads are new to the ledger or all known.
#[divan::bench(args = ["new", "known"])]
fn drop_repeats(bencher: Bencher, kind: &str) {
    let version = Version::named("1.4").expect("a version");
    let body = body(&version);
    let page = || read(&version, body.clone());
    let ledger = || {
        let mut ledger = Ledger::of_chain(60);
        if kind == "known" {
            let _ = ledger.take_chained(page());
        }
        ledger
    };
    bencher
        .counter(ItemsCount::new(page().len()))
        .with_inputs(|| (ledger(), page()))
        .bench_values(|(mut ledger, page)| (ledger.take_chained(page), ledger));
}

#[divan::bench(args = Format::all())]
fn print_a_page(bencher: Bencher, format: Format) {
    let page = page();
    let mut fields = Fields::parse(None, format.default_fields()).expect("default fields");
    let out = Box::new(io::sink());
    let mut formatter = formatter(format, &fields, Style::default(), out);
    formatter.begin(&fields).expect("a sink");
    bencher
        .counter(ItemsCount::new(page.len()))
        .bench_local(|| {
            for lead in page.leads() {
                formatter.lead(lead, &mut fields).expect("a sink");
            }
            formatter.flush(Next::Unknown)
        });
}

#[divan::bench]
fn take_out_spaces(bencher: Bencher) {
    let page = page();
    let bytes: usize = page.leads().map(|lead| lead.json().len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for lead in page.leads() {
            black_box(json_text::compact(black_box(lead.json())));
        }
    });
}

#[divan::bench(args = ["plain", "japanese", "hostile"])]
fn make_safe(bencher: Bencher, kind: &str) {
    let text = match kind {
        "plain" => "Hiro O'Brien",
        "japanese" => "東京のカエル",
        _ => "\u{1b}[31mred\u{202e}",
    };
    bencher.bench(|| sanitize::text(black_box(text)).len());
}
