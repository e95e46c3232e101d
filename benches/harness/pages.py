#!/usr/bin/env python3
"""How long every page takes with eight connections: pages.py PLACE [SECONDS] prints a JSON line a page.

Asks for every GET route of crates/web/tests/routes/table.rs that somebody who is signed in may open, as the person it is for; PLACE is
handed to `banso-benches sign-in` (its path in BANSO_BENCHES). The server listens on OURS_HOST:OURS_PORT, BENCH_HARNESS names the harness
and BENCH_DATA its data. Pages of one case are asked for twice: of a case with many records, and of the one that has a plan, a
conference and a task, which `banso-benches load` makes. PAGES_ONLY, a pattern, chooses routes; PAGES_CASE names another case, whose pages are
asked for instead of all the others. A page of which there is none in this data is named in a line of its own.
"""
import http.client, json, os, random, re, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TABLE = os.path.join(HERE, "../../crates/web/tests/routes/table.rs")
HOST, PORT = os.environ.get("OURS_HOST", "127.0.0.1"), int(os.environ.get("OURS_PORT", "8080"))
PLACE, SECONDS = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "2"
ONLY, CASE = os.environ.get("PAGES_ONLY", ""), os.environ.get("PAGES_CASE", "")
PART, PARTS = map(int, os.environ.get("PAGES_PART", "0/1").split("/"))
# Not pages but files; measured by themselves.
FILES = re.compile(r"\.(pdf|xlsx)|\{blank\}|\{sheet\}|\{list\}|^/api/|^/assets/|^/metrics")
COOKIES = {}


def cookie(login):
    if login not in COOKIES:
        made = subprocess.run([os.environ["BANSO_BENCHES"], "sign-in", PLACE, login], check=True, capture_output=True, text=True)
        COOKIES[login] = {"Cookie": "banso-session=" + made.stdout.strip()}
    return COOKIES[login]


def get(path, login):
    c = http.client.HTTPConnection(HOST, PORT, timeout=120)
    c.request("GET", path, headers=cookie(login)); r = c.getresponse(); body = r.read(); c.close()
    return r.status, body.decode("utf-8", "replace")


def ident(kind, n):
    h = f"{(kind << 64) | n:032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def samples():
    """Two cases that worker1 reads, each with what belongs to it."""
    targets = json.load(open(os.path.join(os.environ["BENCH_DATA"], "targets.json"), encoding="utf-8"))
    many = next(c for c in targets["hot_cases"] if get(f"/cases/{ident(4, c)}", "worker1")[0] == 200)
    whole = re.search(r"/conferences/([0-9a-f-]{36})", get("/conferences", "worker1")[1])[1]
    rich = re.search(r"/cases/([0-9a-f-]{36})", get(f"/conferences/{whole}", "worker1")[1])[1]
    found = []
    for case in (ident(4, many), rich):
        body = json.loads(get(f"/api/v1/cases/{case}", "worker1")[1])
        s = {"case": case, "person": body["case"]["person"], "conference": whole, "agency": ident(1, 1), "staff": ident(2, 1), "form": "intake_form", "entry": "1",
             "purpose": "suspension", "part": "attempt"}
        record = re.search(r'id="record-([0-9a-f-]{36})"', get(f"/cases/{case}/records", "worker1")[1])
        if record: s["record"] = record[1]
        if body["case"].get("plans"): s["plan"] = body["case"]["plans"][0]["id"]
        found.append(s)
    found[0]["other"], found[1]["other"] = found[1]["person"], found[0]["person"]
    return found


def pages():
    if CASE:
        for page in ("", "/records", "/years", "/sheets", "/network", "/sharing", "/contacts", "/history"): yield "/cases/{case}" + page, f"/cases/{CASE}{page}", "worker1"
        return
    lines = re.findall(r'^    \("([A-Z ]+)", "([^"]+)", For::(\w+)\)', open(TABLE, encoding="utf-8").read(), re.M)
    known = samples()
    for methods, route, audience in lines:
        if "GET" not in methods.split() or FILES.search(route): continue
        login = {"Officers": "officer", "Administrators": "root"}.get(audience, "worker1")
        addresses = []
        for s in known:
            names = re.findall(r"\{([^}]+)\}", route)
            if all(n in s for n in names):
                address = re.sub(r"\{([^}]+)\}", lambda m: s[m[1]], route)
                if address not in addresses: addresses.append(address)
        for address in addresses or [None]: yield route, address, login
    # The lists that look different, or reach further, for others.
    for address, login in (("/?whose=all", "worker1"), ("/", "officer"), ("/cases", "officer"), ("/cases?view=ended", "officer"), ("/cases?order=kana", "officer"),
                           ("/cases?order=received", "officer"), ("/cases?page=200", "officer"), ("/cases?mine=1", "worker1"), ("/contacts", "officer"), ("/monitoring", "officer"),
                           ("/conferences", "officer")):
        yield address, address, login


def measure(address, login):
    request = (f"GET {address} HTTP/1.1\r\nHost: {HOST}:{PORT}\r\nCookie: {cookie(login)['Cookie']}\r\n\r\n").encode()
    with tempfile.NamedTemporaryFile() as f:
        f.write(b"%d\n" % len(request) + request); f.flush()
        lua = os.path.join(os.environ["BENCH_HARNESS"], "wrk.lua")
        run = lambda s: subprocess.run(["wrk", "-t1", "-c8", f"-d{s}s", "--timeout", "30s", "-s", lua, f"http://{HOST}:{PORT}", "--", f.name], check=True, capture_output=True, text=True).stdout
        run(1)
        return json.loads(re.search(r"RESULT (.*)", run(SECONDS))[1])


for number, (route, address, login) in enumerate(list(pages())):
    if number % PARTS != PART or not re.search(ONLY, route): continue
    if address is None:
        print(json.dumps({"page": route, "none": True}), flush=True); continue
    status, body = get(address, login)
    if status >= 400:
        print(json.dumps({"page": route, "who": login, "status": status}), flush=True); continue
    x = measure(address, login)
    print(json.dumps({"page": route, "who": login, "status": status, "kb": round(len(body.encode()) / 1024, 1), "rps": round(x["requests"] / x["seconds"], 1),
                      "p50_ms": x["p50_ms"], "p99_ms": x["p99_ms"], "max_ms": x["max_ms"], "bad": x["bad"]}, ensure_ascii=False), flush=True)
