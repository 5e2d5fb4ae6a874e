/* The checks of what one row says about another: dossiers that two sources have, and supplements. */
#include "base/text.h"
#include "store/driver.h"
#include "store/supplement.h"

#define SAME(table) "UPPER(REPLACE(" table ".code, ' ', ''))"
#define MARK        N_("'motcua db sample' makes the marks anew.")
#define FILL        N_("Import the supplement again: 'motcua import --supplement FILE --source NAME'.")

/* The first counting source of each code, where more than one source counts. */
#define EARLIER                                                                                              \
    "WITH earlier AS MATERIALIZED (SELECT " SAME(                                                            \
        "e") " AS same, MIN(t.place) AS place FROM dossier e"                                                \
             " JOIN source t ON t.id = e.source_id WHERE t.place IS NOT NULL AND t.counts = 1 AND e.code "   \
             "<> ''"                                                                                         \
             " AND (SELECT COUNT(*) FROM source WHERE place IS NOT NULL) > 1 GROUP BY " SAME("e") ") "

/* Marks are made after a poll, before its samples; while some run waits for both, none is missing. */
#define NONE_WAITS " AND NOT EXISTS (SELECT 1 FROM run WHERE sampled <= 0 AND outcome <> 'running')"

#define NONE_RUNS " AND NOT EXISTS (SELECT 1 FROM run WHERE outcome = 'running')"

#define GROUPED " GROUP BY s.name ORDER BY s.name"

/* Dossiers stand in a WITH of their own: where they are spread over servers, no other table may ask them row by row. */
#define MISPLACED                                                                                            \
    EARLIER "SELECT s.name, COUNT(*) FROM dossier d JOIN source s ON s.id = d.source_id"                     \
            " LEFT JOIN earlier e ON e.same = " SAME(                                                        \
                "d") " WHERE d.twice_from IS NOT NULL"                                                       \
                     " AND (s.place IS NULL OR e.place IS NULL OR e.place >= s.place)" NONE_WAITS GROUPED
#define UNMARKED                                                                                             \
    EARLIER "SELECT s.name, COUNT(*) FROM dossier d JOIN source s ON s.id = d.source_id"                     \
            " JOIN earlier e ON e.same = " SAME(                                                             \
                "d") " WHERE d.twice_from IS NULL"                                                           \
                     " AND s.counts = 1 AND s.place > e.place" NONE_WAITS GROUPED
#define COUNTED                                                                                              \
    "WITH here AS MATERIALIZED (SELECT DISTINCT source_id, unit FROM dossier WHERE twice_from IS NULL)"      \
    " SELECT s.name, COUNT(*) FROM unit_source u JOIN source s ON s.id = u.source_id"                        \
    " JOIN here ON here.source_id = u.source_id AND here.unit = u.unit WHERE u.twice = 1" NONE_WAITS GROUPED
#define HOMELESS                                                                                             \
    "WITH there AS MATERIALIZED (SELECT source_id, key FROM dossier WHERE key IN (SELECT key FROM"           \
    " supplement)), former AS MATERIALIZED (SELECT source_id, key FROM dossier_history WHERE key IN"         \
    " (SELECT key FROM supplement)) SELECT s.name, COUNT(*) FROM supplement x JOIN source s ON"              \
    " s.id = x.source_id WHERE x.key IS NOT NULL"                                                            \
    " AND NOT EXISTS (SELECT 1 FROM there t WHERE t.source_id = x.source_id AND t.key = x.key)"              \
    " AND NOT EXISTS (SELECT 1 FROM former f WHERE f.source_id = x.source_id AND f.key = x.key)" GROUPED
#define UNFILLED                                                                                             \
    "SELECT s.name, COUNT(*) FROM supplement x JOIN source s ON s.id = x.source_id"                          \
    " JOIN dossier d ON d.source_id = x.source_id AND d.key = x.key"                                         \
    " WHERE ((d.apology_at IS NULL AND x.apology_at IS NOT NULL)"                                            \
    " OR (d.digitized IS NULL AND x.digitized IS NOT NULL)"                                                  \
    " OR (d.electronic_result IS NULL AND x.electronic_result IS NOT NULL)"                                  \
    " OR (d.account_created IS NULL AND x.account_created IS NOT NULL)"                                      \
    " OR (d.linked IS NULL AND x.linked IS NOT NULL))" NONE_RUNS GROUPED

/* A supplement fills fields that the portal left unknown when the hash was made. */
bool hash_fits_filled(const struct dossier *filled, int64_t stored)
{
    const uint64_t may = supplement_fields();
    for (uint64_t without = may; without; without = (without - 1) & may) {
        struct dossier d = *filled;
        for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
            if (without >> i & 1)
                d.value[i] = (struct value){0};
        if (dossier_hash(&d) == stored || dossier_hash_before(&d) == stored)
            return true;
    }
    return false;
}

const struct store_check mark_checks[] = {
    {"twice", true,
     N_("dossiers that count in no source: marked as counted in an earlier one, which lacks them"), MARK,
     MISPLACED},
    {"twice", true, N_("dossiers that count twice: an earlier source has them, and no mark says so"), MARK,
     UNMARKED},
    {"twice", true, N_("units said to count elsewhere with dossiers that count here"), MARK, COUNTED},
    {"supplements", true, N_("supplements of a dossier that never was"), FILL, HOMELESS},
    {"supplements", true, N_("supplements with values that their dossiers lack"), FILL, UNFILLED},
    {NULL, false, NULL, NULL, NULL}};
