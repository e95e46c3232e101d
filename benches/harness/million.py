#!/usr/bin/env python3
"""A million persons and cases by the harness's own generator, with fewer records a case: one case in 200 has 67, the others one.

million.py DIRECTORY [PERSONS], with BENCH_HARNESS naming the harness. Ten records a case, as the harness has them for 20,000 cases,
would be ten million; these are 1,330,000.
"""
import os, sys
sys.path.insert(0, os.environ["BENCH_HARNESS"])
import gen

gen.N_PERSONS, gen.HOT_EVERY, gen.COLD_RECORDS = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000, 200, 1
gen.main(sys.argv[1])
