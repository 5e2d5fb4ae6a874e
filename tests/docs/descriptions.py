#!/usr/bin/env python3
"""The descriptions in the JSON schemas of files that people write, as a catalogue of messages: hints of the config and the like are
taken from them. Usage: descriptions.py SCHEMA-FOLDER >descriptions.pot
"""
import glob
import json
import sys

seen = {}


def walk(node):
    if isinstance(node, dict):
        if isinstance(node.get('description'), str):
            seen.setdefault(node['description'])
        for value in node.values():
            walk(value)
    elif isinstance(node, list):
        for value in node:
            walk(value)


for file in sorted(glob.glob(sys.argv[1] + '/*.schema.json')):
    with open(file, encoding='utf-8') as f:
        walk(json.load(f))
print('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
for text in seen:
    print('msgid %s\nmsgstr ""\n' % json.dumps(text, ensure_ascii=False))
