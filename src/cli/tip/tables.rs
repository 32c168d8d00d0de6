//! Options and commands that other programs have, and what to use for them.

const TOKEN: &str = "other users can see arguments: use leads auth login, which asks for the token, \
                     or set INTERCOM_ACCESS_TOKEN";
const SINCE: &str = "use --since: leads list --since 2026-01-31, or --since 7d";
const MONTH: &str =
    "use --since and --until: leads list --since 2026-01 --until 2026-02, or --since today";
const WHERE: &str = "use leads list --where \"country = 'Ireland' and has phone\", or --jq";
const ALL: &str = "not needed: every lead is read";
const READS: &str = "not needed: leads only reads, and never asks for confirmation";
const INPUT: &str = "not needed: the input is the array of leads, or with -f jsonl each lead";

pub(super) const OPTIONS: [(&[&str], &str); 27] = [
    (&["--token", "--access-token", "--api-key"], TOKEN),
    (&["--from", "--after", "--start", "--created-after"], SINCE),
    (&["--days", "--last", "--newer-than"], SINCE),
    (
        &["--before", "--to", "--end", "--created-before"],
        "use --until: leads list --until 2026-01-31",
    ),
    (
        &[
            "--date",
            "--day",
            "--week",
            "--month",
            "--year",
            "--today",
            "--yesterday",
        ],
        MONTH,
    ),
    (
        &["--query", "--filter", "--search", "--match", "--where"],
        WHERE,
    ),
    (&["--tags", "--label"], "use --tag: leads list --tag VIP"),
    (
        &["--segments"],
        "use --segment: leads list --segment Active",
    ),
    (
        &["--select", "--cols", "--field"],
        "use --fields: leads list --fields id,name,email; `leads fields` lists them",
    ),
    (&["--out", "--outfile"], "use -o: leads list -o leads.csv"),
    (
        &["-l", "--top", "--first", "--head", "--max"],
        "use --limit: leads list --limit 10",
    ),
    (&["--all", "--paginate"], ALL),
    (
        &["--asc", "--desc", "--reverse"],
        "use --sort with --order: leads list --sort created_at --order asc",
    ),
    (
        &["--group-by", "--group"],
        "use --count-by: leads list --count-by country",
    ),
    (&["--sum", "--total"], "use --count: leads list --count"),
    (&["--debug", "--trace"], "use -v, or -vv for headers too"),
    (
        &["--silent", "--no-progress"],
        "use -q; progress is shown only on a terminal",
    ),
    (&["--no-color", "--no-colour"], "use --color never"),
    (
        &["--yes", "-y", "--no-input", "--dry-run", "--force"],
        READS,
    ),
    (
        &[
            "--exit-status",
            "--exit-code",
            "-e",
            "--fail",
            "--fail-empty",
            "--fail-on-empty",
        ],
        "use --strict: exit 1 when no lead was printed",
    ),
    (&["--version"], "use leads --version"),
    (
        &["--workspace", "--account"],
        "use --profile: leads auth login --profile NAME stores a token for each workspace",
    ),
    (&["--slurp", "-s", "--null-input"], INPUT),
    (
        &["--argjson"],
        "use --arg NAME VALUE, and $NAME | fromjson in the program",
    ),
    (
        &["--template", "-t"],
        "use --jq: leads list --jq '.[] | \"\\(.name) <\\(.email)>\"' -r",
    ),
    (&["-j"], "use --jq PROGRAM, --json, or --jobs N"),
    (
        &["--host", "--url", "--endpoint"],
        "use --base-url, or --region",
    ),
];

pub(super) const COMMANDS: [(&[&str], &str); 13] = [
    (&["ls", "all", "leads", "contacts"], "leads list"),
    (&["count"], "leads list --count"),
    (
        &["export", "download", "dump", "csv"],
        "leads list -o leads.csv",
    ),
    (
        &["search", "query", "filter", "grep"],
        "leads find --email ann@example.com, or leads list --where \"country = 'Ireland'\"",
    ),
    (&["get", "view", "show"], "leads find --id ID"),
    (&["login", "init", "setup", "configure"], "leads auth login"),
    (&["logout"], "leads auth logout"),
    (&["status", "whoami", "me"], "leads auth status"),
    (&["version"], "leads --version"),
    (
        &["watch", "poll", "tail", "diff"],
        "leads sync leads.db, which prints what changed since its last run; or leads list --updated-since 15min",
    ),
    (&["columns", "schema"], "leads fields"),
    (&["demo"], "leads --demo list"),
    (&["profile", "profiles"], "leads config profiles"),
];
