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

#define UNFILLED(field) "(d." field " IS NULL AND x." field " IS NOT NULL)"

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
     N_("dossiers that count in no source: marked as counted in an earlier one, "
        "which lacks them"),
     MARK,
     EARLIER "SELECT s.name, COUNT(*) FROM dossier d JOIN source s ON s.id = "
             "d.source_id LEFT JOIN earlier e"
             " ON e.same = " SAME("d") " WHERE d.twice_from IS NOT NULL AND "
                                       "(s.place IS NULL OR e.place IS NULL"
                                       " OR e.place >= s.place)" NONE_WAITS
                                       " GROUP BY s.name ORDER BY s.name"},
    {"twice", true,
     N_("dossiers that count twice: an earlier source has them, and no mark "
        "says so"),
     MARK,
     EARLIER "SELECT s.name, COUNT(*) FROM dossier d JOIN source s ON s.id = "
             "d.source_id JOIN earlier e"
             " ON e.same = " SAME("d") " WHERE d.twice_from IS NULL AND s.counts = 1 AND s.place "
                                       "> e.place" NONE_WAITS " GROUP BY s.name ORDER BY s.name"},
    {"twice", true, N_("units said to count elsewhere with dossiers that count here"), MARK,
     "SELECT s.name, COUNT(*) FROM unit_source u JOIN source s ON s.id = "
     "u.source_id WHERE u.twice = 1"
     " AND EXISTS (SELECT 1 FROM dossier d WHERE d.source_id = u.source_id AND "
     "d.unit = u.unit"
     " AND d.twice_from IS NULL)" NONE_WAITS " GROUP BY s.name ORDER BY s.name"},
    {"supplements", true, N_("supplements of a dossier that never was"), FILL,
     "SELECT s.name, COUNT(*) FROM supplement x JOIN source s ON s.id = "
     "x.source_id WHERE x.key IS NOT NULL"
     " AND NOT EXISTS (SELECT 1 FROM dossier d WHERE d.source_id = x.source_id "
     "AND d.key = x.key)"
     " AND NOT EXISTS (SELECT 1 FROM dossier_history h WHERE h.source_id = "
     "x.source_id AND h.key = x.key)"
     " GROUP BY s.name ORDER BY s.name"},
    {"supplements", true, N_("supplements with values that their dossiers lack"), FILL,
     "SELECT s.name, COUNT(*) FROM supplement x JOIN source s ON s.id = "
     "x.source_id"
     " JOIN dossier d ON d.source_id = x.source_id AND d.key = x.key WHERE "
     "(" UNFILLED("apology_at") " OR " UNFILLED("digitized") " OR " UNFILLED(
         "el"
         "ec"
         "tr"
         "on"
         "ic"
         "_r"
         "es"
         "ul"
         "t") " OR " UNFILLED("account_created") " OR " UNFILLED("linked") ")" NONE_RUNS
                                                                           " GROUP BY s.name ORDER "
                                                                           "BY s.name"},
    {NULL, false, NULL, NULL, NULL}};
