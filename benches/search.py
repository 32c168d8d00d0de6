"""A server for API 2.x searches with a delay, to count round trips: leads created at a
constant rate, filters by whole days in UTC, cursors that are keys. The sandbox has only
one rate of leads, and a different time zone."""

import base64
import bisect
import json
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DAY = 86_400
MAX_PAGE = 150


class Workspace:
    """A number of leads, created at a rate per day, the newest a minute old."""

    def __init__(self, leads, per_day, delay):
        newest = int(time.time()) - 60
        self.times = [newest - lead * DAY // per_day for lead in range(leads)]
        self.updated = list(self.times)
        # How far the clock was advanced.
        self.ahead = 0
        self.found = {}
        # Ascending, as bisect requires.
        self.days = [-(created // DAY) for created in self.times]
        self.delay = delay
        self.requests = 0
        self.lock = threading.Lock()

    def now(self):
        return int(time.time()) + self.ahead

    def sleep(self, seconds):
        """Advances the clock."""
        self.ahead += seconds

    def update(self, numbers):
        """Updates leads, now."""
        for number in numbers:
            self.updated[number] = self.now()
        self.found.clear()

    def updated_after(self, day):
        """The numbers of the leads updated after a day."""
        if day not in self.found:
            leads = enumerate(self.updated)
            self.found[day] = [number for number, time in leads if time // DAY > day]
        return self.found[day]

    def search(self, question):
        start, end = 0, len(self.times)
        numbers = range(len(self.times))
        for part in filters(question.get("query", {})):
            if part.get("field") == "updated_at":
                numbers = self.updated_after(int(part["value"]) // DAY)
        for part in filters(question.get("query", {})):
            if part.get("field") != "created_at":
                continue
            day = -(int(part["value"]) // DAY)
            if part["operator"] == "<":
                start = max(start, bisect.bisect_right(self.days, day))
            else:
                end = min(end, bisect.bisect_left(self.days, day))
        # From here on, indices into those numbers.
        start, end = (bisect.bisect_left(numbers, bound) for bound in (start, end))
        pagination = question.get("pagination", {})
        size = min(int(pagination.get("per_page", MAX_PAGE)), MAX_PAGE)
        first = start
        if "starting_after" in pagination:
            after = json.loads(base64.b64decode(pagination["starting_after"]))[1]
            first = bisect.bisect_left(numbers, int(after, 16))
        if question.get("sort", {}).get("order") == "ascending" and first == start:
            first = max(start, end - size)
        last = min(end, first + size)
        following = None
        if last < end:
            number = numbers[last - 1]
            key = json.dumps([self.times[number] * 1000, f"{number + 1:024x}", 2])
            following = {
                "per_page": size,
                "starting_after": base64.b64encode(key.encode()).decode(),
            }
        return {
            "type": "list",
            "data": [self.lead(number) for number in numbers[first:last]],
            "total_count": max(0, end - start),
            "pages": {"type": "pages", "per_page": size, "next": following},
        }

    def lead(self, number):
        return {
            "type": "contact",
            "id": f"{number + 1:024x}",
            "workspace_id": "bench",
            "role": "lead",
            "email": f"lead{number}@example.com",
            "created_at": self.times[number],
            "updated_at": self.updated[number],
        }


def filters(query):
    """The single filters of a query."""
    if isinstance(query.get("value"), list):
        for part in query["value"]:
            yield from filters(part)
    else:
        yield query


class Server:
    """Serves the workspace on a free port."""

    def __init__(self, leads, per_day, delay):
        workspace = Workspace(leads, per_day, delay)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # One packet per response: a second one would wait for an
            # acknowledgement.
            wbufsize = 1 << 20

            def log_message(self, *_):
                pass

            def do_GET(self):
                # The names of tags.
                self.answer({"type": "list", "data": []}, time.perf_counter())

            def do_POST(self):
                began = time.perf_counter()
                length = int(self.headers["Content-Length"])
                self.answer(workspace.search(json.loads(self.rfile.read(length))), began)

            def answer(self, answer, began):
                body = json.dumps(answer, separators=(",", ":")).encode()
                with workspace.lock:
                    workspace.requests += 1
                self.send_response_only(200)
                self.send_header("Date", formatdate(workspace.now(), usegmt=True))
                self.send_header("Content-Length", str(len(body)))
                self.send_header("X-RateLimit-Limit", "1666")
                self.send_header("X-RateLimit-Remaining", "1500")
                self.send_header("X-RateLimit-Reset", str(workspace.now() // 10 * 10 + 10))
                self.end_headers()
                self.wfile.write(body)
                time.sleep(max(0, delay - (time.perf_counter() - began)))
                self.wfile.flush()

        self.workspace = workspace
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
