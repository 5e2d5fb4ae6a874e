#!/usr/bin/env python3
"""Messages with a number say one thing of one and another of many: "1 dossier is late", "2 dossiers are late".

Usage: plurals.py MESSAGES.pot

A message in which a number stands before a plural ("%zu units are new") has a form for one, too, by P_() of base/text.h; or
its words do not depend on the number ("units: %zu"). Prints the messages that do neither.
"""
import re
import sys

# A %s is taken as a number before one of these words; a number (%d, %zu, %lld) before every plural.
NOUNS = set("""blanks cells codes columns commitments communes copies criteria dates days dossiers entries figures files letters names ones
 pages periods places records replies roles rows rules shards sources sums tables tasks times units values words""".split())
VERBS = {"are", "were", "have", "do", "keep", "wait"}
# They end as plurals do, and are none.
OTHERS = {"across", "as", "brings", "does", "has", "holds", "is", "its", "less", "ms", "needs", "plus", "s", "says", "status", "this", "was"}
# Behind these the words are of another number.
ENDS = {"and", "in", "is", "of", "than", "that", "the", "to", "was"}
# A maximum of the program, which is more than one.
MAXIMUM = re.compile(r"\b(at least|at most|but|fewer than|larger than|longer than|more than|or|the first|up to) $")
NUMBER = re.compile(r"%(?:\d+\$)?(?:\.\d+)?(?:(?P<text>s)|(?:hh|h|ll|l|z|j)?[diu]|<PRI\w+>)(?=(?P<words>(?: [a-z'-]+){1,4}))")


def depends(message):
    """True if the words behind a number of the message are those of many."""
    for found in NUMBER.finditer(message):
        if MAXIMUM.search(message[:found.start()]):
            continue
        for word in found["words"].split():
            if word in NOUNS or (not found["text"] and (word in VERBS or (len(word) > 3 and word.endswith("s") and word not in OTHERS))):
                return True
            if word in ENDS:
                break
    return False


def messages(text):
    for block in text.split("\n\n"):
        one = re.search(r'^msgid ((?:".*"\n?)+)', block, re.M)
        if one and "msgid_plural" not in block:
            yield "".join(re.findall(r'"(.*)"', one.group(1)))


def check_itself():
    for message in ("%zu units are new", "%s open dossiers", "in %lld pages", "%zu are overdue", "all %zu targets", "%s of %s dossiers"):
        assert depends(message), message
    for message in ("units: %zu", "more than %d rows or %d bytes", "%s: the word %s is unknown", "%d s left", "page %lld brings nothing"):
        assert not depends(message), message


check_itself()
with open(sys.argv[1], encoding="utf-8") as pot:
    found = sorted({m for m in messages(pot.read()) if depends(m)})
for message in found:
    print(f'"{message}": no words for one; P_() of base/text.h has both, or say "units: %zu"')
sys.exit(len(found) > 0)
