#!/usr/bin/env python3
"""Holds a reply of /metrics against OpenMetrics 1.0, and its families against docs/metrics.md.

Usage: openmetrics.py FILE docs/metrics.md

What promtool looks at: names, one TYPE and HELP before the samples of a family, families in one piece, counters that end in _total, no
series twice, numbers that are numbers, the end. Where Debian's python3-prometheus-client is there, its strict parser reads it too.
"""
import re
import sys

SUFFIXES = {"counter": ("_total", "_created"), "info": ("_info",), "gauge": ("",)}
NAME = re.compile(r"^[a-zA-Z_:][a-zA-Z0-9_:]*$")
SAMPLE = re.compile(r'^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\n"])*",?)*\})? (\S+)$')
UNITS = ("_seconds", "_bytes", "_rows", "_pages", "_dossiers", "_code")


def check(text):
    assert text.endswith("# EOF\n"), "no # EOF at the end"
    assert "\r" not in text
    families, family, seen, kind = [], None, set(), None
    lines = text.split("\n")[:-2]
    for i, line in enumerate(lines):
        assert line, f"line {i + 1} is empty"
        if line.startswith("# TYPE "):
            _, _, family, kind = line.split(" ")
            assert NAME.match(family) and kind in SUFFIXES, line
            assert family not in families, f"{family}: in two pieces"
            assert not (kind == "counter" and family.endswith("_total")), line
            families.append(family)
            assert lines[i + 1].startswith(f"# HELP {family} ") and len(lines[i + 1]) > len(f"# HELP {family} ") + 4, f"{family}: no HELP"
            continue
        if line.startswith("# HELP "):
            assert line.split(" ")[2] == family, line
            continue
        m = SAMPLE.match(line)
        assert m, f"line {i + 1}: {line}"
        assert m.group(1) in [family + s for s in SUFFIXES[kind]], f"{line}: not of {family}"
        assert (m.group(1), m.group(2)) not in seen, f"twice: {line}"
        seen.add((m.group(1), m.group(2)))
        value = float(m.group(3))
        assert value == value and (kind != "counter" or value >= 0), line
        assert kind != "info" or value == 1, line
    return families


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as f:
        text = f.read()
    families = check(text)
    with open(sys.argv[2], encoding="utf-8") as f:
        documented = {n for line in f if line.startswith("| `motcua_") for n in re.findall(r"`(motcua_[a-z_]+)`", line.split("|")[1])}
    told = set(families)
    assert told <= documented, f"not in {sys.argv[2]}: {sorted(told - documented)}"
    missing = {n for n in documented - told if not n.startswith("motcua_outbox_")}
    assert not missing, f"documented, and not there: {sorted(missing)}"
    assert "--outbox" not in sys.argv or documented == told, f"documented, and not there: {sorted(documented - told)}"
    try:
        from prometheus_client.openmetrics.parser import text_string_to_metric_families
    except ImportError:
        print("(python3-prometheus-client is not here: its parser was not asked)")
    else:
        parsed = [f.name for f in text_string_to_metric_families(text)]
        assert parsed == families, (parsed, families)
    print(len(families), "families")


main()
