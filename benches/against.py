"""Compares leads with other programs. Run by against.sh.

Each figure is a ratio of best times. The runs of both sides alternate, so that a busy
machine affects both. Timed runs write to /dev/null; a second run of each checks the
leads, so that a wrong result is never counted as fast.
"""

import contextlib
import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from search import Server

LEADS = os.path.abspath(sys.argv[1])
RUNS = int(os.environ.get("RUNS", "15"))
HERE = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "INTERCOM_ACCESS_TOKEN": "any",
}
# The whole list, in pages of the maximum size. The last page of sixty would end past
# lead 10,000, which is refused.
PLAIN = [(page, 60) for page in range(1, 167)] + [(250, 40)]
FORMATS = ["jsonl", "json", "csv", "table"]


class Sandbox:
    def __init__(self, leads, api="1.x", latency=0):
        command = [LEADS, "sandbox", "--leads", leads, "--api", api, "--latency", latency]
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def list(self, *options):
        return [LEADS, "--base-url", self.url, "list", *options]


def run(command, out=subprocess.DEVNULL):
    """Runs a command, which must succeed, and returns the seconds it took."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=out, stderr=subprocess.PIPE, env=ENVIRONMENT, cwd="/"
    )
    with process:
        messages = process.stderr.read()
        process.wait()
        seconds = time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(f"{command} exited with {process.returncode}: {messages.decode()}")
    return seconds


def peak(command, out):
    """The peak memory of a run, in bytes. The kernel's figure for an ended child includes
    its parent's memory, so the run is polled."""
    most = 0
    with subprocess.Popen(command, stdout=out, env=ENVIRONMENT, cwd="/") as process:
        while process.poll() is None:
            with contextlib.suppress(OSError):
                with open(f"/proc/{process.pid}/status") as status:
                    for line in status:
                        if line.startswith("VmHWM:"):
                            most = max(most, int(line.split()[1]) * 1024)
            time.sleep(0.005)
    if process.returncode != 0:
        sys.exit(f"{command} exited with {process.returncode}")
    return most


def ids(text, how):
    """The ids in an output."""
    if how == "jsonl":
        return [json.loads(line)["id"] for line in text.splitlines()]
    if how == "json":
        return [lead["id"] for lead in json.loads(text)]
    if how == "csv":
        return [row[0] for row in csv.reader(io.StringIO(text))][1:]
    return [line.split(" ", 1)[0] for line in text.splitlines()][1:]


def check(command, how, expected):
    """Fails unless the command prints the expected number of leads, each once."""
    with tempfile.TemporaryFile() as out:
        run(command, out)
        out.seek(0)
        found = ids(io.TextIOWrapper(out, "utf-8", newline="").read(), how)
    if len(found) != expected or len(set(found)) != expected:
        sys.exit(f"{command}: {len(found)} leads, {len(set(found))} different ids")


def best(commands, runs, checks=()):
    """The best time of each command, run in turn."""
    times = {name: float("inf") for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            times[name] = min(times[name], run(command))
        for command in checks:
            check(*command)
    return times


class Curl:
    """curl fetching the plain pages over one connection."""

    def __init__(self, url):
        self.config = tempfile.NamedTemporaryFile("w", suffix=".curl")
        self.config.write('silent\nfail\nheader = "Authorization: Bearer any"\n')
        for page, size in PLAIN:
            self.config.write(f'url = "{url}/contacts?page={page}&per_page={size}"\n')
            self.config.write("output = /dev/null\n")
        self.config.flush()
        self.command = ["curl", "--config", self.config.name]


def jq(url):
    """A shell loop: a page, its rows, and the next page."""
    script = f"""
        for page in $(seq 1 166) 250; do
            size=60; [ $page = 250 ] && size=40
            curl -sf -H 'Authorization: Bearer any' "{url}/contacts?page=$page&per_page=$size" |
                jq -r '.contacts[] | [.id, .name, .email, .phone, .location_data.city_name] | @csv'
        done
        """
    return ["sh", "-c", script]


ROWS = []


def row(what, target, measured, met):
    ROWS.append(f"| {what} | {target} | {measured} | {'yes' if met else '**no**'} |")
    print(ROWS[-1], file=sys.stderr)


def at_most(what, target, base, value):
    ratio = value / base
    row(what, f"≤ {target} × curl", f"{ratio:.2f} ({ms(value)} / {ms(base)})", ratio <= target)


def faster(what, target, base, value):
    ratio = base / value
    row(what, f"≥ {target} × faster", f"{ratio:.1f} ({ms(base)} / {ms(value)})", ratio >= target)


def ms(seconds):
    return f"{seconds * 1000:.0f} ms"


def without_delay():
    with Sandbox(10_000) as sandbox:
        curl = Curl(sandbox.url)
        ours = {how: sandbox.list("-f", how, "--jobs", "1") for how in FORMATS}
        peer = [sys.executable, "-B", f"{HERE}/peer.py", sandbox.url]
        checks = [(command, how, 10_000) for how, command in ours.items()]
        times = best({"curl": curl.command, **ours}, RUNS, checks)
        for how in FORMATS:
            target = 2 if how == "table" else 1.4
            at_most(f"10,000 leads, {how}, one at a time", target, times["curl"], times[how])
        others = best(
            {"leads": ours["csv"], "python": peer}, max(3, RUNS // 3), [(peer, "csv", 10_000)]
        )
        faster("csv against the Python script", 5, others["python"], others["leads"])
        if shutil.which("jq"):
            others = best({"leads": ours["csv"], "jq": jq(sandbox.url)}, max(1, RUNS // 10))
            faster("csv against curl with jq", 10, others["jq"], others["leads"])
        else:
            print("jq is not installed: skipping curl with jq", file=sys.stderr)


def growth():
    """The cost of ten times the leads at 20 ms per request, one at a time. A first run
    fills the sandbox's cache."""
    runs = max(1, RUNS // 10)
    for api, formats in [("1.x", ["jsonl", "table"]), ("2.x", ["csv"])]:
        version = ["--api-version", "2.16"] if api == "2.x" else []
        with Sandbox(10_000, api, 20) as small, Sandbox(100_000, api, 20) as large:
            for how in formats:
                ten = small.list("-f", how, "--jobs", "1", *version)
                hundred = large.list("-f", how, "--jobs", "1", *version)
                check(hundred, how, 100_000)
                times = best({"ten": ten, "hundred": hundred}, runs, [(ten, how, 10_000)])
                ratio = times["hundred"] / times["ten"]
                figures = f"{ratio:.1f} ({ms(times['hundred'])} / {ms(times['ten'])})"
                what = f"100,000 leads against 10,000, {api}, {how}"
                row(what, "≤ 11 ×", figures, ratio <= 11)


def with_delay():
    runs = max(1, RUNS // 7)
    with Sandbox(10_000, latency=50) as sandbox:
        usual = sandbox.list("-f", "csv")
        four = sandbox.list("-f", "csv", "--jobs", "4")
        curl = Curl(sandbox.url)
        checks = [(usual, "csv", 10_000), (four, "csv", 10_000)]
        times = best({"curl": curl.command, "usual": usual, "four": four}, runs, checks)
        faster("50 ms per request, 4 jobs, against curl", 3.1, times["curl"], times["four"])
        faster("50 ms per request, default jobs, against curl", 6, times["curl"], times["usual"])
        for how in ["jsonl", "table"]:
            over = min(first_row(sandbox.list("-f", how)) for _ in range(RUNS)) - 0.05
            what = f"the first row, after its request of 50 ms, {how}"
            row(what, "≤ 20 ms", ms(over), over <= 0.02)
    with Sandbox(10_000, api="2.x", latency=50) as sandbox:
        usual = ["-f", "csv", "--api-version", "2.16"]
        one = sandbox.list(*usual, "--jobs", "1")
        eight = sandbox.list(*usual, "--jobs", "8")
        checks = [(one, "csv", 10_000), (eight, "csv", 10_000)]
        times = best({"one": one, "eight": eight}, runs, checks)
        faster("2.x, 50 ms per request, 8 jobs against one", 5, times["one"], times["eight"])


def round_trips():
    """Requests of 1.x, and round trips of 2.x at 0.1 s per request: leads, leads per day,
    jobs, and the maximum number of round trips."""
    with Sandbox(10_000) as sandbox:
        requests = summary(sandbox.list("-f", "jsonl"))["requests"]
        # 203, and 2 for pages of the sandbox that end among leads of the same second.
        row("1.x, 10,000 leads", "≤ 205 requests", str(requests), requests <= 205)
    delay = 0.1
    for leads, per_day, jobs, most in [
        (20_000, 144, 8, 30),
        (20_000, 1_080, 8, 36),
        (20_000, 2_880, 8, 50),
        (60_000, 2_880, 8, 110),
        (20_000, 144, 16, 18),
    ]:
        with Server(leads, per_day, delay) as server:
            command = [LEADS, "--base-url", server.url, "--api-version", "2.16"]
            command += ["list", "-f", "jsonl", "--jobs", str(jobs)]
            check(command, "jsonl", leads)
            server.workspace.requests = 0
            trips = min(run(command) for _ in range(3)) / delay
            what = f"2.x, {leads:,} leads, {per_day:,} per day, {jobs} jobs"
            figures = f"{trips:.1f} ({server.workspace.requests // 3} requests)"
            row(what, f"≤ {most} round trips", figures, trips <= most)


FOUR_TESTS = "has id and created_at > 2000-01-01 and email != 'x' and custom_attributes.plan != 'x'"


def questions():
    """The cost of a condition in processor time, and in requests if the server can
    filter by it."""
    with Sandbox(100_000) as sandbox:
        plain = sandbox.list("-f", "csv")
        asked = sandbox.list("-f", "csv", "--where", FOUR_TESTS)
        for command in [plain, asked]:
            check(command, "csv", 100_000)
        runs = max(3, RUNS // 3)
        # Alternating, so that a busy machine affects both.
        pairs = [(processor_time(plain), processor_time(asked)) for _ in range(runs)]
        plain, asked = (min(times) for times in zip(*pairs))
        figures = f"{asked / plain:.2f} ({ms(asked)} / {ms(plain)} of processor time)"
        row("--where of four tests, 100,000 leads, csv", "≤ 1.5 ×", figures, asked <= 1.5 * plain)
    with Sandbox(20_000, "2.x") as sandbox:
        version = ["--api-version", "2.16", "-f", "jsonl"]
        everything = summary(sandbox.list(*version))["requests"]
        month = time.strftime("%Y-%m", time.gmtime(time.time() - 90 * 86_400))
        for condition in ["tags = 'VIP'", "unsubscribed", f"created_at = {month}"]:
            command = sandbox.list(*version, "--where", condition)
            found = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
            leads = len(found.stdout.splitlines())
            requests = summary(command)["requests"]
            # In proportion to the leads, plus the few requests of any run.
            most = 20 + 2 * everything * leads // 20_000
            what = f"2.x, --where {condition}, {leads:,} of 20,000 leads"
            figures = f"{requests} (all: {everything})"
            row(what, f"≤ {most} requests", figures, 0 < leads and requests <= most)


def processor_time(command):
    """The processor time of a run, in seconds."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=ENVIRONMENT, cwd="/")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} exited with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def summary(command):
    """The figures in the last line of `-v`."""
    process = subprocess.run(
        [*command, "-v"], capture_output=True, text=True, env=ENVIRONMENT, cwd="/", check=True
    )
    found = re.search(r"(\d+) requests?, (\d+) retr", process.stderr.splitlines()[-1])
    return {"requests": int(found[1]), "retries": int(found[2])}


def first_row(command):
    """Seconds until the first row arrives through a pipe."""
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
    ) as process:
        process.stdout.readline()
        seconds = time.perf_counter() - start
        process.stdout.close()
    return seconds


def start_up():
    seconds = min(run([LEADS, "--version"]) for _ in range(max(20, RUNS)))
    row("`leads --version`", "≤ 5 ms", f"{seconds * 1000:.1f} ms", seconds <= 0.005)


def memory():
    if not os.path.exists("/proc/self/status"):
        print("/proc is not available: skipping memory", file=sys.stderr)
        return
    for leads in [100_000, 1_000_000]:
        limit = 24e6 + 16 * leads
        with Sandbox(leads) as sandbox:
            for how in ["jsonl", "csv", "table"]:
                command = sandbox.list("-f", how)
                with tempfile.TemporaryFile() as out:
                    start = time.perf_counter()
                    most = peak(command, out)
                    seconds = time.perf_counter() - start
                    out.seek(0)
                    rows = sum(1 for _ in out) - (how != "jsonl")
                if rows != leads:
                    sys.exit(f"{command}: {rows} rows")
                what = f"memory, {leads:,} leads, {how} ({seconds:.1f} s)"
                row(what, f"≤ {limit / 1e6:.1f} MB", f"{most / 1e6:.1f} MB", most <= limit)


DAYS = 4


def sync():
    """A copy of 100,000 leads compared with a list of them; its memory; and the cost of a
    day with some changes if only those are read."""
    runs = max(1, RUNS // 5)
    with tempfile.TemporaryDirectory() as folder:
        for api, version in [("1.x", "1.4"), ("2.x", "2.16")]:
            copy = os.path.join(folder, f"{version}.db")
            with Sandbox(100_000, api) as sandbox:
                options = ["--api-version", version, "-f", "jsonl"]
                plain = sandbox.list(*options)
                ours = [LEADS, "--base-url", sandbox.url, "sync", copy, *options]
                check(plain, "jsonl", 100_000)
                times = {"list": [], "first": [], "next": []}
                for _ in range(runs):
                    times["list"].append(run(plain))
                    with contextlib.suppress(FileNotFoundError):
                        os.remove(copy)
                    times["first"].append(run(ours))
                    times["next"].append(run(ours))
                with contextlib.closing(sqlite3.connect(copy)) as opened:
                    [found] = opened.execute("select count(distinct id) from leads").fetchone()
                if found != 100_000:
                    sys.exit(f"{ours}: {found} leads")
                base = min(times["list"])
                for which, what in [("first", "a new copy"), ("next", "nothing changed")]:
                    value = min(times[which])
                    figures = f"{value / base:.1f} ({ms(value)} / {ms(base)})"
                    met = value <= 3 * base
                    row(f"sync, {api}, 100,000 leads, {what}", "≤ 3 × list", figures, met)
                if os.path.exists("/proc/self/status"):
                    os.remove(copy)
                    for what in ["a new copy", "nothing changed"]:
                        most = peak(ours, subprocess.DEVNULL)
                        figures = f"{most / 1e6:.1f} MB"
                        row(f"memory of sync, {api}, {what}", "≤ 40 MB", figures, most <= 40e6)
        copy = os.path.join(folder, "quick.db")
        with Server(100_000, 1_080, 0) as server:
            command = [LEADS, "--base-url", server.url, "--api-version", "2.16", "sync", copy]
            run(command)
            full = server.workspace.requests
            for day in range(DAYS):
                server.workspace.sleep(86_400)
                # One in a hundred, different ones each day.
                server.workspace.update(range(day, 100_000, 100))
                server.workspace.requests = 0
                run([*command, "--quick"])
            with contextlib.closing(sqlite3.connect(copy)) as opened:
                query = "select mode, changed from runs order by id desc limit 1"
                last = opened.execute(query).fetchone()
            if last != ("quick", 1_000):
                sys.exit(f"{command}: {last}")
            requests = server.workspace.requests
            figures = f"{100 * requests / full:.1f} % ({requests} / {full})"
            what = f"sync --quick, 2.x, 100,000 leads, day {DAYS} with 1 % changed"
            row(what, "≤ 4 % of the requests", figures, requests <= 0.04 * full)


PARTS = {
    "start": start_up,
    "plain": without_delay,
    "growth": growth,
    "delay": with_delay,
    "trips": round_trips,
    "questions": questions,
    "sync": sync,
    "memory": memory,
}


def main():
    parts = sys.argv[2:] or PARTS
    for part in parts:
        if part not in PARTS:
            sys.exit(f"against.sh: unknown part {part}; the parts are {', '.join(PARTS)}")
    for part in parts:
        PARTS[part]()
    print("| what | target | measured | met |")
    print("|---|---|---|---|")
    print("\n".join(ROWS))


main()
