/* The queries of `db status` and `db check` for SQLite alone. */
#include "base/text.h"
#include "store/sqlite/driver.h"

const char sqlite_facts[] = "SELECT 'engine', 'SQLite ' || sqlite_version(), NULL, page_count * page_size"
                            " FROM pragma_page_count, pragma_page_size"
                            " UNION ALL SELECT 'table', name, NULL, NULL FROM sqlite_schema WHERE type = "
                            "'table' AND name NOT LIKE 'sqlite%'";

const char sqlite_columns[] =
    "SELECT t.name, c.name, CASE c.type WHEN 'INTEGER' THEN 'number' ELSE lower(c.type) END"
    " FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
    " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY 1, 2";

const struct store_check sqlite_checks[] = {
    {"file", true, N_("the file is damaged"), N_("Restore a copy, or move the file away and collect again."),
     "SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok'"},
    {"references", true, N_("rows that refer to what is not there"),
     N_("Restore a copy, or move the file away and collect again."),
     "SELECT \"table\" || ' -> ' || parent, COUNT(*) FROM pragma_foreign_key_check GROUP BY 1"},
    {NULL, false, NULL, NULL, NULL}};
