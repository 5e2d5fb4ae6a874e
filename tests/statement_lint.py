#!/usr/bin/env python3
"""Which SQL a distributed store would refuse: dossiers (the tables distributed by source) in a subquery that depends on a row of another
table, outside of a MATERIALIZED CTE. usage: statement_lint.py [--views NAME,NAME] FILE...     Python 3, standard library only.

A FILE is a PostgreSQL log (log_statement=all), or SQL with a ; behind each statement. --views: views that read dossiers. Each finding is one
line; exit status 1 if there is one, 2 if there was no statement at all. It knows columns by what stands before their dot; one without a dot
is not looked at.
"""
import re, sys

SPREAD = {'dossier', 'dossier_history', 'v_missing'}
TOKEN = re.compile(r"""\s+|--[^\n]*|/\*.*?\*/|E?'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\$\w*\$.*?\$\w*\$|\$\d+|[A-Za-z_][\w$]*|\d[\w.]*|.""",
                   re.S | re.I)
WORDS = {'select', 'from', 'where', 'group', 'order', 'limit', 'join', 'left', 'right', 'full', 'inner', 'cross', 'on', 'using', 'as', 'and', 'or', 'union',
         'all', 'having', 'lateral', 'set', 'returning', 'window', 'offset', 'values', 'natural', 'except', 'intersect', 'only', 'for', 'with', 'do',
         'when', 'not', 'in', 'exists', 'is', 'null', 'ordinality', 'default', 'conflict'}


def tokens_of(sql):
    found = []
    for m in TOKEN.finditer(sql):
        t = m.group()
        if not t.isspace() and not t.startswith(('--', '/*')):
            found.append(t.strip('"').lower() if t[0] == '"' or re.match(r'[A-Za-z_]', t) and t[-1] != "'" else t)
    return found


def nested(tokens):
    """Parentheses as lists."""
    stack = [[]]
    for t in tokens:
        if t == '(':
            stack.append([])
        elif t == ')' and len(stack) > 1:
            inner = stack.pop()
            stack[-1].append(inner)
        else:
            stack[-1].append(t)
    while len(stack) > 1:
        inner = stack.pop()
        stack[-1].append(inner)
    return stack[0]


class Scope:
    def __init__(self, up, names):
        self.up, self.names = up, names  # names: what stands before a dot -> the table, or None for what is none


def name_at(items, i):
    """A table's name at i, without its schema, and what follows; None: none."""
    if i < len(items) and isinstance(items[i], str) and re.match(r'[a-z_]', items[i]) and items[i] not in WORDS:
        if i + 2 < len(items) and items[i + 1] == '.' and isinstance(items[i + 2], str):
            return items[i + 2], i + 3
        return items[i], i + 1
    return None, i


def branches_of(items):
    part = []
    for t in items:
        if t in ('union', 'except', 'intersect'):
            yield part
            part = []
        else:
            part.append(t)
    yield part


def relations_of(items, ctes):
    """Of one SELECT, UPDATE, DELETE or INSERT .. SELECT: alias -> table."""
    names, i, within = {}, 0, False
    while i < len(items):
        t = items[i]
        starts = t in ('from', 'join', 'using') or (t in ('update', 'into') and i < 3) or (within and t == ',')
        if t in ('from', 'join', 'using'):
            within = True
        elif t in ('where', 'group', 'order', 'limit', 'set', 'returning', 'on', 'having', 'select') and not (t == 'on' and within):
            within = False
        i += 1
        if not starts:
            continue
        while i < len(items) and items[i] in ('lateral', 'only'):
            i += 1
        table, after = name_at(items, i)
        if table is None:
            if i < len(items) and isinstance(items[i], list):
                table, after = None, i + 1
            else:
                continue
        if after < len(items) and isinstance(items[after], list) and table:  # a function
            table, after = None, after + 1
        if after < len(items) and items[after] == 'as':
            after += 1
        alias, next_ = name_at(items, after)
        if alias:
            names[alias] = None if table in ctes else table
            after = next_
        elif table:
            names[table] = None if table in ctes else table
        i = after
    return names


def references(items, out):
    for i, t in enumerate(items):
        if isinstance(t, list):
            references(t, out)
        elif t == '.' and 0 < i < len(items) - 1 and isinstance(items[i - 1], str) and not (i > 1 and items[i - 2] == '.'):
            out.add(items[i - 1])


class Lint:
    def __init__(self, spread):
        self.spread, self.found = spread, []

    def reads(self, items, ctes):
        """Does it read dossiers anywhere?"""
        if set(relations_of(items, ctes).values()) & self.spread:
            return True
        return any(isinstance(t, list) and self.reads(t, ctes) for t in items)

    def query(self, items, scope, ctes, top=False):
        items, ctes = self.with_taken(items, scope, ctes)
        for branch in branches_of(items):
            inner = Scope(scope, relations_of(branch, ctes))
            is_query = any(t in ('select', 'update', 'delete') for t in branch if isinstance(t, str))
            if is_query and not top and scope and self.reads(branch, ctes):
                self.judge(branch, inner, scope)
            for t in branch:
                if isinstance(t, list):
                    self.query(t, inner if is_query else scope, ctes)

    def with_taken(self, items, scope, ctes):
        if not items or items[0] != 'with':
            return items, ctes
        ctes, i = set(ctes), 1
        while i < len(items):
            if items[i] == 'recursive' or items[i] == ',':
                i += 1
            name = items[i]
            i += 1
            if i < len(items) and isinstance(items[i], list) and i + 1 < len(items) and items[i + 1] == 'as':
                i += 1
            if not (i < len(items) and items[i] == 'as'):
                return items, ctes
            i += 1
            kept = items[i] == 'materialized'
            while not isinstance(items[i], list):
                i += 1
            self.query(items[i], None if kept or scope is None else scope, ctes, top=True)
            ctes.add(name)
            i += 1
            if not (i < len(items) and items[i] == ','):
                break
        return items[i:], ctes

    def judge(self, branch, inner, scope):
        used = set()
        references(branch, used)
        local = set(inner.names)

        def deeper(items):
            for t in items:
                if isinstance(t, list):
                    local.update(relations_of(t, set()))
                    deeper(t)
        deeper(branch)
        for name in sorted(used - local):
            up = scope
            while up and name not in up.names:
                up = up.up
            table = up.names.get(name) if up else None
            if table and table not in self.spread:
                self.found.append('%s depends on %s (%s)' % (' '.join(sorted(set(inner.names.values()) & self.spread)) or 'dossiers', name, table))


def statement_check(sql, spread=SPREAD):
    lint = Lint(set(spread))
    lint.query(nested(tokens_of(sql)), None, set(), top=True)
    return lint.found


def statements_of(text):
    if re.search(r'LOG:  (?:statement|execute [^:]*):', text):
        for m in re.finditer(r'LOG:  (?:statement|execute [^:\n]*): (.*?)(?=\n\d{4}-\d\d-\d\d |\Z)', text, re.S):
            yield m.group(1)
    else:
        yield from (s for s in text.split(';') if s.strip())


def main(arguments):
    spread = set(SPREAD)
    if arguments[:1] == ['--views']:
        spread |= set(filter(None, arguments[1].split(',')))
        arguments = arguments[2:]
    seen, wrong = set(), 0
    for path in arguments:
        for sql in statements_of(open(path, encoding='utf-8', errors='replace').read()):
            if sql in seen:
                continue
            seen.add(sql)
            if not re.match(r'\s*(with|select|insert|update|delete|create\s+(or\s+replace\s+)?view)', sql, re.I):
                continue
            for what in statement_check(sql, spread):
                wrong += 1
                print('%s: %s: %s' % (path, what, ' '.join(sql.split())[:400]))
    print('statement_lint: %d different statements, %d findings' % (len(seen), wrong), file=sys.stderr)
    return 2 if not seen else 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
