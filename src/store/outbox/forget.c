#include "store/outbox/forget.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/plain_text.h"
#include "base/text.h"
#include "store/outbox/page_bytes.h"

struct pass {
    sqlite3 *db;
    const char *file, *code, *plain;
    struct page *page;
    struct buffer body;
    int64_t pages, damaged;
};

static bool failed(const struct pass *p, struct error *e)
{
    int rc = sqlite3_errcode(p->db);
    return error_set(e, rc == SQLITE_BUSY ? ERROR_TEMPORARY : ERROR_IO, p->file, _("Try again in a moment."),
                     "%s", sqlite3_errmsg(p->db));
}

static bool run(const struct pass *p, const char *sql, struct error *e)
{
    return sqlite3_exec(p->db, sql, NULL, NULL, NULL) == SQLITE_OK || failed(p, e);
}

static bool is_meant(const struct pass *p, const char *text)
{
    char *own = text ? strdup(text) : NULL;
    if (!own)
        return false;
    own[plain_code(own, strlen(own))] = '\0';
    bool meant = strcmp(own, p->plain) == 0 || strcmp(text, p->code) == 0;
    free(own);
    return meant;
}

/* Takes the dossier and its rejects out of the page; true: the page had one. */
static bool page_strike(const struct pass *p, struct page *page)
{
    size_t dossiers = 0, rejects = 0;
    for (size_t i = 0; i < page->dossier_count; i++) {
        const struct value *v = page->dossiers[i].value;
        if (!is_meant(p, v[DOSSIER_CODE].known ? v[DOSSIER_CODE].text : NULL) &&
            !is_meant(p, v[DOSSIER_KEY].known ? v[DOSSIER_KEY].text : NULL))
            page->dossiers[dossiers++] = page->dossiers[i];
    }
    for (size_t i = 0; i < page->reject_count; i++)
        if (!is_meant(p, page->rejects[i].key))
            page->rejects[rejects++] = page->rejects[i];
    bool was = dossiers < page->dossier_count || rejects < page->reject_count;
    page->dossier_count = dossiers;
    page->reject_count = rejects;
    return was;
}

static bool row_write(struct pass *p, const char *sql, int64_t id, struct error *e)
{
    sqlite3_stmt *update = NULL;
    bool ok = sqlite3_prepare_v2(p->db, sql, -1, &update, NULL) == SQLITE_OK &&
              sqlite3_bind_blob64(update, 1, p->body.data, p->body.used, SQLITE_STATIC) == SQLITE_OK &&
              sqlite3_bind_int64(update, 2, id) == SQLITE_OK && sqlite3_step(update) == SQLITE_DONE;
    ok = ok || failed(p, e);
    sqlite3_finalize(update);
    p->pages += ok;
    return ok;
}

static bool row_strike(struct pass *p, sqlite3_stmt *row, const char *update, struct error *e)
{
    struct page_place place = {0};
    struct error damage = {0};
    page_reset(p->page);
    buffer_reset(&p->body);
    if (!outbox_page_read(sqlite3_column_blob(row, 1), (size_t)sqlite3_column_bytes(row, 1), p->page, &place,
                          p->file, &damage)) {
        p->damaged++;
        return true;
    }
    return !page_strike(p, p->page) || (outbox_page_write(&place, p->page, &p->body, e) &&
                                        row_write(p, update, sqlite3_column_int64(row, 0), e));
}

static bool table_strike(struct pass *p, const char *select, const char *update, struct error *e)
{
    sqlite3_stmt *row = NULL;
    int rc = sqlite3_prepare_v2(p->db, select, -1, &row, NULL);
    bool ok = rc == SQLITE_OK || failed(p, e);
    while (ok && (rc = sqlite3_step(row)) == SQLITE_ROW)
        ok = row_strike(p, row, update, e);
    ok = ok && (rc == SQLITE_DONE || failed(p, e));
    sqlite3_finalize(row);
    return ok;
}

static bool pass_do(struct pass *p, bool dry, struct error *e)
{
    if (sqlite3_open_v2(p->file, &p->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        return failed(p, e);
    sqlite3_busy_timeout(p->db, 10000);
    if (!run(p, "PRAGMA secure_delete = ON; BEGIN IMMEDIATE", e))
        return false;
    bool ok = table_strike(p, "SELECT id, body FROM step WHERE body IS NOT NULL AND bytes > 0",
                           "UPDATE step SET body = ?1 WHERE id = ?2", e) &&
              table_strike(p, "SELECT id, body FROM refused WHERE body IS NOT NULL AND bytes > 0",
                           "UPDATE refused SET body = ?1 WHERE id = ?2", e);
    if (!ok || dry) {
        sqlite3_exec(p->db, "ROLLBACK", NULL, NULL, NULL);
        return ok;
    }
    return run(p, "COMMIT", e) && run(p, "PRAGMA wal_checkpoint(TRUNCATE)", e);
}

bool outbox_forget(const char *file, const char *code, bool dry, int64_t *pages, int64_t *damaged,
                   struct error *e)
{
    char *plain = strdup(code);
    struct pass p = {.file = file, .code = code, .plain = plain, .page = page_new()};
    *pages = *damaged = 0;
    bool ok = (plain && p.page) || error_memory(e, file);
    if (ok)
        plain[plain_code(plain, strlen(plain))] = '\0';
    buffer_init(&p.body, 4L * LIMIT_PAGE_BYTES);
    if (ok && access(file, F_OK) == 0)
        ok = pass_do(&p, dry, e);
    sqlite3_close(p.db);
    page_free(p.page);
    buffer_free(&p.body);
    free(plain);
    *pages = p.pages;
    *damaged = p.damaged;
    return ok;
}
