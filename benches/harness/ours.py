"""Our side of the load harness: asks, as the officer who sees every case, the JSON API or with BANSO_PAGES=1 the pages.

Lies over adapters/ours.py of a copy of the harness. BANSO_TOKEN is a token of a session (`banso-benches sign-in`). BANSO_DB names
where W5's records are counted and taken away again: sqlite:FILE, or the name of a PostgreSQL database of the harness.

What W5 made is taken out of the tables that lists read; the journal, which nothing is ever taken out of, keeps it.
"""
import csv, html, http.client, json, os, re, sqlite3, sys
from urllib.parse import quote, urlencode
from .common import sql

HOST, PORT = os.environ.get("OURS_HOST", "127.0.0.1"), int(os.environ.get("OURS_PORT", "8080"))
DB = os.environ.get("BANSO_DB", "")
PIDS, DBS = (["ours"], []) if DB.startswith("sqlite:") else (["ours", "pg"], [DB])
PAGES = os.environ.get("BANSO_PAGES") == "1"
API, PAGE, DUE = {}, {}, {}
CSRF = ""
# The harness has eight types and so has the form; which stands for which does not matter to the load.
METHODS = {"phone": "phone", "visit": "visit_accompany", "office": "interview", "escort": "internal_meeting", "meeting": "other_meeting",
           "mail": "other", "liaison": "agency_phone", "other": "coordination_conference"}
TYPES = {"phone": "電話", "visit": "訪問", "office": "来所", "escort": "同行", "meeting": "会議", "mail": "メール", "liaison": "他機関連絡", "other": "その他"}
TYPE_OF = {method: TYPES[code] for code, method in METHODS.items()}
# The columns of the page, in the order of the form.
COLUMNS = ["phone", "visit_accompany", "interview", "internal_meeting", "coordination_conference", "other_meeting", "agency_phone", "other"]
KINDS = {"staff": 2, "person": 3, "case": 4, "record": 5}
FORM = "application/x-www-form-urlencoded"


def ident(kind, n):
    h = f"{(KINDS[kind] << 64) | n:032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def number(uuid): return int(uuid.replace("-", "")[16:], 16)


def setup():
    global CSRF
    token = os.environ["BANSO_TOKEN"]
    API.update({"Authorization": "Bearer " + token})
    PAGE.update({"Cookie": "banso-session=" + token})
    c = http.client.HTTPConnection(HOST, PORT, timeout=60)
    c.request("GET", "/cases", headers=PAGE)
    CSRF = re.search(r'data-csrf="([^"]+)"', c.getresponse().read().decode()).group(1)
    # A form that was taken is answered by sending the browser on (303), which the harness would count as a failure.
    run = sys.modules["__main__"]
    if PAGES and hasattr(run, "one"):
        plain = run.one
        def one(a, *request):
            status, body = plain(a, *request)
            return (200 if status == 303 else status), body
        run.one = one


def next_due(case):
    """The day that the case is due anyway: a record that set none, or another one, would change what W2 is checked against."""
    if not DUE:
        with open(os.path.join(sys.modules["__main__"].DATA, "cases.csv"), encoding="utf-8") as f:
            DUE.update((int(row["id"]), row["next_due"]) for row in csv.DictReader(f))
    return DUE[case]


def page(w, k):
    if w == "W1": return "GET", f"/persons/{ident('person', k)}", PAGE, None
    if w == "W2": return "GET", f"/cases?worker={ident('staff', k)}", PAGE, None
    if w == "W3": return "GET", f"/cases/{ident('case', k)}/records", PAGE, None
    if w == "W4": return "POST", "/cases/search", {**PAGE, "Content-Type": FORM}, urlencode({"csrf": CSRF, "search": k})
    if w == "W6": return "GET", "/contacts", PAGE, None
    day, time = k["occurred_at"].split()
    form = {"csrf": CSRF, "on": day, "time": time[:5], "methods": METHODS[k["type_code"]], "counterparts": "person", "facts": k["body"], "next_on": next_due(k["case_id"])}
    return "POST", f"/cases/{ident('case', k['case_id'])}/records", {**PAGE, "Content-Type": FORM}, urlencode(form)


def req(w, k):
    if PAGES: return page(w, k)
    if w == "W1": return "GET", f"/api/v1/persons/{ident('person', k)}", API, None
    if w == "W2": return "GET", f"/api/v1/cases?assigned_to={ident('staff', k)}&limit=50", API, None
    if w == "W3": return "GET", f"/api/v1/cases/{ident('case', k)}/records?limit=30", API, None
    if w == "W4": return "GET", f"/api/v1/persons?search={quote(k)}&limit=20", API, None
    if w == "W6": return "GET", "/api/v1/contact-counts", API, None
    day, time = k["occurred_at"].split()
    minute = int(time[:2]) * 60 + int(time[3:5])
    body = {"on": day, "minute_of_day": minute, "methods": [METHODS[k["type_code"]]], "counterparts": ["person"], "facts": k["body"], "next_on": next_due(k["case_id"])}
    return "POST", f"/api/v1/cases/{ident('case', k['case_id'])}/records", {**API, "Content-Type": "application/json"}, json.dumps(body, ensure_ascii=False)


def text(markup): return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def rows(markup):
    """The rows of every table of a page, each as its cells."""
    bodies = re.findall(r"<tbody.*?</tbody>", markup, re.S)
    return [re.findall(r"<td.*?</td>", row, re.S) for body in bodies for row in re.findall(r"<tr.*?</tr>", body, re.S)]


def parse_page(w, d):
    if w == "W1": return text(re.search(r"<h1>(.*?)</h1>", d, re.S)[1])
    if w == "W2":
        found = rows(d)
        assert all(text(row[0]) for row in found)
        return [re.search(r'datetime="([^"]+)"', row[3])[1] for row in found]
    if w == "W3": return [number(i) for i in re.findall(r'id="record-([0-9a-f-]{36})"', d)]
    # The page shows a hundred; the harness asks for the first twenty.
    if w == "W4": return [text(re.search(r"<a[^>]*>(.*?)</a>", row[0], re.S)[1]) for row in rows(d)][:20]
    if w == "W5": return True
    months = [(re.search(r'datetime="([0-9]{4}-[0-9]{2})"', row[0]), row) for row in rows(d)]
    return {f"{TYPE_OF[method]}|{month[1]}": int(text(row[1 + at])) for month, row in months if month for at, method in enumerate(COLUMNS)}


def parse(w, b):
    if PAGES: return parse_page(w, b.decode())
    d = json.loads(b)
    if w == "W1": return d["name"]
    if w == "W2": assert all(c["person"]["name"] for c in d["cases"]); return [c["due"]["on"] for c in d["cases"]]
    if w == "W3": return [number(r["id"]) for r in d["records"]]
    if w == "W4": return [p["name"] for p in d["persons"]]
    if w == "W5": return d["id"]
    return {f"{TYPE_OF[c['method']]}|{c['month']}": c["contacts"] for c in d["counts"]}


# Identifiers of loaded records begin with zeroes, those of made ones with the time; W5's month is one that was not loaded.
def ask(question, changes=False):
    if not DB.startswith("sqlite:"): return sql(DB, question.replace("{first}", f"'{ident('record', 2 ** 63)}'"))
    c = sqlite3.connect(DB.removeprefix("sqlite:"), timeout=60)
    try:
        found = c.execute(question.replace("{first}", f"x'{ident('record', 2 ** 63).replace('-', '')}'")).fetchone()
        c.commit()
    finally: c.close()
    return None if changes else found[0]


def created(): return int(ask("select count(*) from support_record where id > {first}"))


def cleanup():
    ask("delete from support_record where id > {first}", changes=True)
    ask("delete from contact_count where month = '2026-04'", changes=True)
