#!/usr/bin/env python3
"""The tables of docs/performance.md from what bench.sh left: tables.py DIRECTORY"""
import glob, json, os, re, sys
from statistics import median

OUT = sys.argv[1]
ENGINES, SHAPES = ("sqlite", "postgres"), ("api", "pages")
SIZES = sorted({re.search(r"-([0-9]+k?)(-[a-z]+)?[.]json", f)[1] for f in glob.glob(os.path.join(OUT, "*-*.json*")) if re.search(r"(floor|sqlite|postgres)-[0-9]+k?(-(api|pages))?[.]json", f)},
               key=lambda size: int(size.replace("k", "000")))


def lines(name):
    path = os.path.join(OUT, name)
    if not os.path.exists(path): return []
    text = open(path, encoding="utf-8").read()
    return json.loads(text) if name.endswith(".json") else [json.loads(line) for line in text.splitlines() if line.strip()]


def rate(rows, system, work):
    found = [r["rps"] for r in rows if r.get("system") == system and r["work"] == work and "rps" in r]
    return median(found) if found else None


def n(x, digits=3): return "–" if x is None else f"{x:,.0f}" if x >= 100 else f"{x:.{digits}g}"
def over(a, b): return None if a is None or not b else a / b
def mark(value, least): return "" if value is None else " ✓" if value >= least else " ✗"


floors = {size: lines(f"floor-{size}.jsonl") for size in SIZES}
runs = {(s, e, h): lines(f"{e}-{s}-{h}.json") for s in SIZES for e in ENGINES for h in SHAPES}
peer = lines("directus.json")
if isinstance(peer, dict): peer = []

print("### Floors of the same run (requests or statements a second)\n")
print("| | " + " | ".join(("W1", "W2", "W3", "W4", "W4i", "W5", "W6")) + " |\n|---|" + "---|" * 7)
for size in SIZES:
    for system in ("floor-sqlite", "floor-pg"):
        print(f"| {system}, {size} | " + " | ".join(n(rate(floors[size], system, w)) for w in ("W1", "W2", "W3", "W4", "W4i", "W5", "W6")) + " |")
    print(f"| floor-http, beside {size} | {n(rate(floors[size], 'floor-http', 'W1'))} | | | | | | |")
if peer: print("| Directus, 20k | " + " | ".join(n(rate(peer, "directus", w)) for w in ("W1", "W2", "W3", "W4")) + f" | | {n(rate(peer, 'directus', 'W5'))} | {n(rate(peer, 'directus', 'W6'))} |")

print("\n### Reading: W1–W4\n")
print("Part of the floor: 1 / (1/floor-http + 1/floor-sql) of the same engine and size; the target is a quarter, and ten times Directus (20,000 persons).\n")
print("| persons | engine | answers | work | requests/s | p50 ms | p99 ms | floor | part of the floor | × Directus |\n|---|---|---|---|---|---|---|---|---|---|")
for size in SIZES:
    for e in ENGINES:
        for h in SHAPES:
            rows = [r for r in runs[size, e, h] if "rps" in r]
            for w in ("W1", "W2", "W3", "W4"):
                got = [r for r in rows if r["work"] == w]
                if not got: continue
                x = median(r["rps"] for r in got)
                http = rate(floors[size], "floor-http", "W1")
                for kind in ("W4", "W4i") if w == "W4" else (w,):
                    sql = rate(floors[size], "floor-sqlite" if e == "sqlite" else "floor-pg", kind)
                    floor = None if not http or not sql else 1 / (1 / http + 1 / sql)
                    d = over(x, rate(peer, "directus", w)) if size == "20k" else None
                    print(f"| {size} | {e} | {h} | {w}{' (beside the indexed floor)' if kind == 'W4i' else ''} | {n(x)} | {median(r['p50_ms'] for r in got):.2f} | {median(r['p99_ms'] for r in got):.2f} | {n(floor)} | {n(over(x, floor), 2)}{mark(over(x, floor), 0.25)} | {n(d, 2)}{mark(d, 10)} |")

print("\n### Writing (W5) and the report (W6)\n")
print("W5 beside one raw insert a commit; targets 2.5 × on SQLite, a quarter on PostgreSQL. W6 beside the raw aggregate; target: no slower.\n")
print("| persons | engine | answers | work | requests/s | p50 ms | p99 ms | raw | ratio | bad | server MB |\n|---|---|---|---|---|---|---|---|---|---|---|")
for size in SIZES:
    for e in ENGINES:
        for h in SHAPES:
            rows = [r for r in runs[size, e, h] if "rps" in r]
            for w in ("W5", "W6"):
                got = [r for r in rows if r["work"] == w]
                if not got: continue
                x = median(r["rps"] for r in got)
                raw = rate(floors[size], "floor-sqlite" if e == "sqlite" else "floor-pg", w)
                least = 1 if w == "W6" else 2.5 if e == "sqlite" else 0.25
                print(f"| {size} | {e} | {h} | {w} | {n(x)} | {median(r['p50_ms'] for r in got):.2f} | {median(r['p99_ms'] for r in got):.2f} | {n(raw)} | {n(over(x, raw), 2)}{mark(over(x, raw), least)} | {sum(r['bad'] for r in got)} | {max(r['app_mb'] for r in got):.0f} |")

print("\n### Memory of the server over all windows (peak PSS, MB)\n")
print("| persons | engine | JSON | pages |\n|---|---|---|---|")
for size in SIZES:
    for e in ENGINES:
        peak = [max((r["app_mb"] for r in runs[size, e, h] if "app_mb" in r), default=None) for h in SHAPES]
        print(f"| {size} | {e} | {n(peak[0])} | {n(peak[1])} |")

for e, size in ((e, size) for e in ENGINES for size in SIZES):
    rows = [r for f in sorted(glob.glob(os.path.join(OUT, f"pages-{e}-{size}*.jsonl"))) for r in lines(os.path.basename(f))]
    timed = sorted((r for r in rows if "p99_ms" in r), key=lambda r: -r["p99_ms"])
    if not timed: continue
    slow = [r for r in timed if r["p99_ms"] >= 50]
    print(f"\n### Every page with eight connections, {size} persons, {e}\n")
    print(f"{len(timed)} pages, {len(slow)} of them at or above 50 ms; the slowest ten:\n")
    print("| page | who | KB | requests/s | p50 ms | p99 ms |\n|---|---|---|---|---|---|")
    for r in timed[:max(10, len(slow))]: print(f"| `{r['page']}` | {r['who']} | {r['kb']} | {n(r['rps'])} | {r['p50_ms']:.1f} | {r['p99_ms']:.1f}{mark(-r['p99_ms'], -50)} |")
    others = [r for r in rows if "p99_ms" not in r]
    if others: print("\nNot timed: " + "; ".join(f"`{r['page']}` ({'none in this data' if r.get('none') else r.get('status')})" for r in others))

for e, size in ((e, size) for e in ENGINES for size in SIZES):
    rows = lines(f"years-{e}-{size}.jsonl")
    if not rows: continue
    print(f"\n### Ten years of one person among {size}, {e}\n")
    print("| page | KB | requests/s | p50 ms | p99 ms |\n|---|---|---|---|---|")
    for r in rows: print(f"| `{r['page']}` | {r['kb']} | {n(r['rps'])} | {r['p50_ms']:.1f} | {r['p99_ms']:.1f}{mark(-r['p99_ms'], -100)} |")

small = lines("small.json")
if small:
    print("\n### Start, rest, paper\n")
    print("| | | target |\n|---|---|---|")
    print(f"| `banso demo` ready | {small['demo_ready_s']:.2f} s | under 1 s{mark(-small['demo_ready_s'], -1)} |")
    for e, size in ((e, size) for e in ENGINES for size in SIZES):
        path = os.path.join(OUT, f"start-{e}-{size}")
        if os.path.exists(path): print(f"| `banso serve` ready, {size} persons, {e} | {float(open(path).read()):.2f} s | under 1 s{mark(-float(open(path).read()), -1)} |")
    print(f"| `banso demo` at rest | {small['demo_idle_pss_mb']:.0f} MB | under 60 MB{mark(-small['demo_idle_pss_mb'], -60)} |")
    print(f"| a filled 【5】 as PDF over HTTP, warm (median of 30) | {small['pdf_warm_p50_ms']:.0f} ms | under 150 ms{mark(-small['pdf_warm_p50_ms'], -150)} |")
    print(f"| the same, the first | {small['pdf_first_ms']:.0f} ms | |")
