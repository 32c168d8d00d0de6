//! The cost of a page in the parts without network: parsing it, proving that no lead is
//! missing, and formatting its leads. The pages come from the sandbox. `against.sh`
//! measures the whole program.

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
use leads::reader::{Joined, Run};
use leads::sandbox::{Intercom, Request, Settings};
use leads::terminal::sanitize;

fn main() {
    divan::main();
}

/// The body of the first page in this version.
fn body(version: &Version) -> Vec<u8> {
    let asked = version.dialect().first(&Query::default());
    answer(&Intercom::new(Settings::default()), version, asked)
}

/// The body of the response to a request.
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

/// Pages of a list that does not change, each joined to the ones before it.
#[divan::bench(args = [1_000, 10_000])]
fn join_a_list(bencher: Bencher, leads: u32) {
    let version = Version::named("1.4").expect("a version");
    let dialect = version.dialect();
    let size = dialect.max_page_size();
    let settings = Settings {
        leads,
        ..Settings::default()
    };
    let api = Intercom::new(settings);
    let query = Query::default();
    let mut run = Run::new(size);
    let mut pages = Vec::new();
    let mut next = Some(Window::first(size));
    while let Some(window) = next {
        let asked = dialect.window(&query, window).expect("a numbered list");
        let page = read(&version, answer(&api, &version, asked));
        assert_eq!(run.join(window, &page), Joined::Yes);
        next = run.next_window().filter(|_| page.more);
        pages.push((window, page));
    }
    bencher
        .counter(ItemsCount::new(leads))
        .with_inputs(|| Run::new(size))
        .bench_values(|mut run| {
            for (window, page) in &pages {
                assert_eq!(black_box(run.join(*window, page)), Joined::Yes);
            }
            run
        });
}

#[divan::bench(args = Format::ALL)]
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
