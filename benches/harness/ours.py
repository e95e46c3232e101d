"""Our side of the load harness: signs in as the officer who sees every case, and asks the JSON API or the pages (BANSO_PAGES=1).

Copy this file over adapters/ours.py of the harness. BANSO_DB names where W5's records are counted and taken away again:
sqlite:PATH/banso.sqlite or the name of a PostgreSQL database.
"""
import http.client, json, os, re, sqlite3, subprocess
from urllib.parse import quote, urlencode

HOST, PORT = os.environ.get("OURS_HOST", "127.0.0.1"), int(os.environ.get("OURS_PORT", "8080"))
DB = os.environ.get("BANSO_DB", "")
PIDS, DBS = (["ours"], []) if DB.startswith("sqlite:") else (["ours", "pg"], [DB])
PAGES = os.environ.get("BANSO_PAGES") == "1"
H = {}
CSRF = ""
METHODS = {"phone": "phone", "visit": "visit_accompany", "office": "interview", "escort": "internal_meeting", "meeting": "other_meeting",
           "mail": "other", "liaison": "agency_phone", "other": "coordination_conference"}
LABELS = {"phone": "電話", "visit": "訪問", "office": "来所", "escort": "同行", "meeting": "会議", "mail": "メール", "liaison": "他機関連絡", "other": "その他"}
KINDS = {"staff": 2, "person": 3, "case": 4, "record": 5}


def ident(kind, n):
    h = f"{(KINDS[kind] << 64) | n:032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def number(uuid): return int(uuid.replace("-", "")[16:], 16)


def setup():
    global CSRF
    c = http.client.HTTPConnection(HOST, PORT, timeout=60)
    c.request("POST", "/sign-in", urlencode({"login": "officer", "password": "bench officer 1"}), {"Content-Type": "application/x-www-form-urlencoded"})
    r = c.getresponse(); r.read()
    cookie = r.getheader("Set-Cookie").split(";")[0]
    c.request("GET", "/", headers={"Cookie": cookie})
    CSRF = re.search(r'data-csrf="([^"]+)"', c.getresponse().read().decode()).group(1)
    H.update({"Cookie": cookie, "X-CSRF-Token": CSRF})


def req(w, k):
    if PAGES:
        if w == "W1": return "GET", f"/persons/{ident('person', k)}", H, None
        if w == "W2": return "GET", f"/cases?worker={ident('staff', k)}", H, None
        if w == "W3": return "GET", f"/cases/{ident('case', k)}/records", H, None
        if w == "W4": return "POST", "/cases/search", {**H, "Content-Type": "application/x-www-form-urlencoded"}, urlencode({"csrf": CSRF, "search": k})
    if w == "W1": return "GET", f"/api/v1/persons/{ident('person', k)}", H, None
    if w == "W2": return "GET", f"/api/v1/cases?assigned_to={ident('staff', k)}&limit=50", H, None
    if w == "W3": return "GET", f"/api/v1/cases/{ident('case', k)}/records?limit=30", H, None
    if w == "W4": return "GET", f"/api/v1/persons?search={quote(k)}&limit=20", H, None
    if w == "W5":
        day, time = k["occurred_at"].split()
        body = {"on": day, "time": time[:5], "methods": [METHODS[k["type_code"]]], "counterparts": ["person"], "facts": k["body"]}
        return "POST", f"/api/v1/cases/{ident('case', k['case_id'])}/records", {**H, "Content-Type": "application/json"}, json.dumps(body, ensure_ascii=False)
    return "GET", "/api/v1/contact-counts", H, None
