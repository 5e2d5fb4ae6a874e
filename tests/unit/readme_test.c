/* The README's table of adapters says what the manifests know: no more, no less, and of every one that is
 * shipped. */
#include "decode.h"

#include <dirent.h>

#define CELLS 7 /* name and six columns */

/* Fields of which a column speaks; all are known, or none. */
static const struct {
    int fields[6];
    size_t count;
} columns[] = {
    {{DOSSIER_RECEIVED, DOSSIER_CHANNEL, DOSSIER_STATUS, DOSSIER_DUE, DOSSIER_FINISHED, DOSSIER_UNIT}, 6},
    {{DOSSIER_LEVEL}, 1},
    {{DOSSIER_FEE_DUE, DOSSIER_PAID_ONLINE}, 2},
    {{DOSSIER_DIGITIZED}, 1},
    {{DOSSIER_ELECTRONIC_RESULT}, 1}};

static char *readme(void)
{
    char *text = calloc(1, 65536);
    FILE *in = fopen(TEST_SOURCE_DIR "/README.md", "rb");
    assert_non_null(in);
    assert_non_null(text);
    assert_true(fread(text, 1, 65535, in) < 65535);
    fclose(in);
    char *table = strstr(text, "| adapter |"), *end = table ? strstr(table, "\n\n") : NULL;
    assert_non_null(end);
    *end = '\0';
    memmove(text, table, strlen(table) + 1);
    return text;
}

/* The cells of a line of the table, in place; false: it has not as many. */
static bool cells_cut(char *line, char *cells[CELLS])
{
    size_t count = 0;
    if (*line++ != '|')
        return false;
    for (char *end = strstr(line, " |"); end && count < CELLS; end = strstr(line, " |")) {
        *end = '\0';
        cells[count++] = line + strspn(line, " ");
        line = end + 2;
    }
    return count == CELLS && !*line;
}

static bool says_yes(const char *cell)
{
    bool no = strcmp(cell, "–") == 0;
    if (!no && strncmp(cell, "yes", 3) != 0 && strncmp(cell, "if it has", 9) != 0)
        fail_msg("neither yes nor no: %s", cell);
    return !no;
}

static void manifest_compare(const char *name, char *const cells[CELLS])
{
    struct manifest *m = decode_manifest(name);
    uint64_t knows = manifest_knows(m);
    bool figures = false;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        for (size_t k = 0; k < columns[i].count; k++)
            if ((knows >> columns[i].fields[k] & 1) != says_yes(cells[i + 1]))
                fail_msg("%s and %s: the README says '%s'", name, dossier_fields[columns[i].fields[k]].name,
                         cells[i + 1]);
    for (size_t i = 0; i < m->stream_count; i++)
        figures |= m->streams[i].kind != STREAM_DOSSIER;
    if (figures != (strcmp(cells[CELLS - 1], "–") != 0))
        fail_msg("%s and published figures: the README says '%s'", name, cells[CELLS - 1]);
    manifest_free(m);
}

/* Is `name` among the words in backquotes of the first cell? */
static bool row_names(const char *cell, const char *name)
{
    char quoted[300];
    snprintf(quoted, sizeof quoted, "`%s`", name);
    return strstr(cell, quoted) != NULL;
}

static size_t rows_compare(const char *table, const char *name)
{
    size_t found = 0;
    char *copy = strdup(table), *cells[CELLS], *next = copy;
    assert_non_null(copy);
    while (next) {
        char *line = next, *end = strchr(line, '\n');
        next = end ? end + 1 : NULL;
        if (end)
            *end = '\0';
        if (*line != '|' || strncmp(line, "|---", 4) == 0)
            continue;
        if (!cells_cut(line, cells))
            fail_msg("not %d cells: %s", CELLS, line);
        if (row_names(cells[0], name)) {
            manifest_compare(name, cells);
            found++;
        }
    }
    free(copy);
    return found;
}

static void test_adapters(void **state)
{
    char *table = readme();
    DIR *folder = opendir(TEST_SOURCE_DIR "/adapters");
    size_t manifests = 0;
    (void)state;
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        char name[256];
        size_t n = strlen(entry->d_name);
        if (n <= 5 || n >= sizeof name || strcmp(entry->d_name + n - 5, ".json") != 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(n - 5), entry->d_name);
        if (rows_compare(table, name) != 1)
            fail_msg("%s has not one row in the README's table of adapters", name);
        manifests++;
    }
    assert_true(manifests >= 9);
    closedir(folder);
    free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_adapters)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
