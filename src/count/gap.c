#include "count/gap.h"

#include "base/buffer.h"
#include "base/text.h"
#include "count/dossier_version.h"

const enum dossier_field gap_fields[GAP_FIELDS] = {DOSSIER_UNIT,   DOSSIER_CHANNEL, DOSSIER_LEVEL,
                                                   DOSSIER_STATUS, DOSSIER_FEE_DUE, DOSSIER_DIGITIZED};

const char *gap_field_words(enum dossier_field field)
{
    return field == DOSSIER_UNIT                ? _("unit")
           : field == DOSSIER_CHANNEL           ? _("channel")
           : field == DOSSIER_LEVEL             ? _("service level")
           : field == DOSSIER_STATUS            ? _("state")
           : field == DOSSIER_FEE_DUE           ? _("obligation to pay")
           : field == DOSSIER_FINISHED          ? _("date of the result")
           : field == DOSSIER_ELECTRONIC_RESULT ? _("electronic result")
                                                : _("digitization");
}

struct gap_job {
    gap_see *see;
    void *context;
};

/* title, knows, received, then one number for each field */
static bool gap_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct gap_job *job = context;
    struct gap gap = {.source = columns[0].text, .received = columns[2].number};
    gap.status_told = (uint64_t)columns[1].number >> DOSSIER_STATUS & 1;
    (void)count;
    for (size_t i = 0; i < GAP_FIELDS; i++)
        if ((uint64_t)columns[1].number >> gap_fields[i] & 1)
            gap.unknown[i] = columns[3 + i].number;
    return job->see(job->context, &gap, e);
}

bool gaps_each(struct store *s, const struct period *p, gap_see *see, void *context, struct error *e)
{
    const struct dossier_versions versions = dossier_versions_of(s);
    const struct value params[] = {value_number(p->from), value_number(p->cut)};
    struct gap_job job = {see, context};
    struct buffer sql;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_text(&sql, "SELECT COALESCE(s.title, s.name), s.knows, g.received");
    for (size_t i = 0; i < GAP_FIELDS; i++)
        buffer_printf(&sql, ", g.f%zu", i);
    buffer_text(&sql, " FROM (SELECT source_id, COUNT(*) AS received");
    for (size_t i = 0; i < GAP_FIELDS; i++)
        buffer_printf(&sql, ", COUNT(*) - COUNT(%s) AS f%zu", dossier_fields[gap_fields[i]].name, i);
    buffer_text(&sql, " FROM ");
    dossier_versions_sql(&versions, &sql);
    buffer_text(&sql, " WHERE received_at >= $1 AND received_at < $2 GROUP BY source_id) g"
                      " JOIN source s ON s.id = g.source_id WHERE s.counts = 1 ORDER BY s.name");
    bool ok = (!sql.failed || error_memory(e, "gaps")) &&
              store_query(s, buffer_string(&sql), params, 2, gap_row, &job, e);
    buffer_free(&sql);
    return ok;
}
