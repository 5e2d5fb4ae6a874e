#include "serve/measure_source.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limit.h"
#include "serve/measure.h"
#include "store/outbox/queue.h"

/* One row of figures for each source; the rows are gathered first, because the lines of a family must stand
 * together. */
enum { MOST_FIGURES = 12 };

struct line {
    char name[LIMIT_NAME_BYTES];
    int64_t figures[MOST_FIGURES];
};

struct lines {
    struct line *items;
    size_t count;
    int figures;
};

struct family {
    const char *name, *help;
    bool milliseconds; /* the store has milliseconds, the measure has seconds */
};

/* Takes a row: the source's name, then a figure for each family; an unknown figure is 0. */
static bool line_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct lines *l = context;
    struct line *more = reallocarray(l->items, l->count + 1, sizeof *more);
    if (!more)
        return error_memory(e, "metrics");
    l->items = more;
    struct line *line = &more[l->count++];
    *line = (struct line){0};
    strncpy(line->name, value_to_text(&columns[0]), sizeof line->name - 1);
    for (int i = 1; i < count && i <= l->figures; i++)
        line->figures[i - 1] = columns[i].known ? columns[i].number : 0;
    return true;
}

static void lines_put(struct buffer *b, const struct lines *l, const struct family *families)
{
    for (int f = 0; f < l->figures; f++) {
        measure_about(b, families[f].name, "gauge", families[f].help);
        for (size_t i = 0; i < l->count; i++)
            if (families[f].milliseconds)
                measure_thousandths(b, families[f].name, "source", l->items[i].name, l->items[i].figures[f]);
            else
                measure_of(b, families[f].name, "source", l->items[i].name, l->items[i].figures[f]);
    }
}

static const struct family of_sources[] = {
    {"motcua_source_last_complete_timestamp_seconds", "When a poll last read the source whole; 0: never.",
     false},
    {"motcua_source_last_poll_timestamp_seconds", "When the source was last polled; 0: never.", false},
    {"motcua_source_lag_seconds", "How old the newest complete reading is; 0: there is none.", false},
    {"motcua_source_duration_seconds", "How long the newest poll took.", true},
    {"motcua_source_got_rows", "Rows that the newest poll brought.", false},
    {"motcua_source_changed_rows", "Rows of it that were new or had changed.", false},
    {"motcua_source_rejected_rows", "Rows of it that could not be read.", false},
    {"motcua_source_retries", "Requests of it that had to be sent again.", false},
    {"motcua_source_missing_dossiers", "Dossiers that the newest reading of all no longer found.", false},
    {"motcua_source_whole", "1 if the newest poll read the source whole.", false}};

bool measure_sources(struct buffer *b, struct store *s, struct error *e)
{
    struct lines lines = {.figures = sizeof of_sources / sizeof *of_sources};
    const struct value now = value_moment(moment_now());
    bool ok = store_query(
        s,
        "WITH last AS MATERIALIZED (SELECT source_id, MAX(id) AS id, MAX(CASE WHEN outcome = 'complete' THEN"
        " observed_at END) AS complete, MAX(CASE WHEN missing IS NOT NULL THEN id END) AS sweep FROM run"
        " GROUP BY source_id) SELECT s.name, l.complete, r.observed_at, CAST($1 AS BIGINT) - l.complete,"
        " r.milliseconds, r.got, r.new_rows + r.changed, r.rejected, r.tries,"
        " (SELECT w.missing FROM run w WHERE w.id = l.sweep), CASE WHEN r.outcome = 'complete' THEN 1 ELSE 0 "
        "END"
        " FROM source s LEFT JOIN last l ON l.source_id = s.id LEFT JOIN run r ON r.id = l.id ORDER BY "
        "s.name",
        &now, 1, line_row, &lines, e);
    if (ok)
        lines_put(b, &lines, of_sources);
    free(lines.items);
    return ok;
}

static const struct family of_outbox[] = {
    {"motcua_outbox_pages", "Pages that wait for a store that is away.", false},
    {"motcua_outbox_page_bytes", "Their bytes.", false},
    {"motcua_outbox_oldest_timestamp_seconds", "When the oldest of them was polled; 0: none waits.", false},
    {"motcua_outbox_newest_timestamp_seconds", "When the newest of them was polled; 0: none waits.", false},
    {"motcua_outbox_refused_pages", "Pages that the store would not have, set aside.", false}};

void measure_outbox(struct buffer *b, const struct config *c)
{
    struct error e = {0};
    int64_t bytes = 0;
    struct lines lines = {.figures = sizeof of_outbox / sizeof *of_outbox};
    if (strncmp(c->store, "sqlite:", 7) == 0 || access(c->outbox, R_OK) != 0)
        return;
    struct outbox *box = outbox_open(c->outbox, LIMIT_OUTBOX_BYTES, &e);
    if (box && outbox_list(box, line_row, &lines, &e) && outbox_bytes(box, &bytes, &e)) {
        lines_put(b, &lines, of_outbox);
        measure_about(b, "motcua_outbox_file_bytes", "gauge",
                      "Bytes of the outbox in use, to be held against its maximum.");
        measure_of(b, "motcua_outbox_file_bytes", NULL, NULL, bytes);
        measure_about(b, "motcua_outbox_maximum_bytes", "gauge", "At which polls stop, and nothing is lost.");
        measure_of(b, "motcua_outbox_maximum_bytes", NULL, NULL, outbox_max_bytes(box));
    } else {
        error_print(&e);
    }
    free(lines.items);
    outbox_close(box);
}
