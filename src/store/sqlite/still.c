#include "store/sqlite/still.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/limit.h"
#include "base/text.h"

struct sqlite_still {
    char *place, *log; /* paths of the file and of SQLite's log beside it */
    struct stat at_first;
};

bool sqlite_still_wanted(const struct sqlite_store *q)
{
    int code = q->db ? sqlite3_errcode(q->db) & 0xff : SQLITE_OK;
    return code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM;
}

/* The path as an address of SQLite, with '?', '#' and '%' escaped; malloc'd. */
static char *address_make(const char *place)
{
    static const char tail[] = "?immutable=1";
    size_t used = 0, room = strlen("file:") + 3 * strlen(place) + sizeof tail;
    char *out = malloc(room);
    if (!out)
        return NULL;
    used += (size_t)snprintf(out, room, "file:");
    for (const char *c = place; *c; c++)
        used +=
            (size_t)snprintf(out + used, room - used, strchr("?#%", *c) ? "%%%02X" : "%c", (unsigned char)*c);
    memcpy(out + used, tail, sizeof tail);
    return out;
}

static bool log_is_empty(const struct sqlite_still *s)
{
    struct stat log;
    return stat(s->log, &log) != 0 || log.st_size == 0;
}

static bool log_tell(const struct sqlite_still *s, struct error *e)
{
    return error_set(
        e, ERROR_IO, s->log,
        _("Give this user the right to write to the folder, or copy the file and this log into a "
          "folder of its own."),
        _("the log holds what the store lacks, and cannot be read without the right to write"));
}

static struct sqlite_still *still_make(const char *place)
{
    struct sqlite_still *s = calloc(1, sizeof *s);
    size_t size = strlen(place) + sizeof "-wal";
    if (!s)
        return NULL;
    s->place = strdup(place);
    s->log = malloc(size);
    if (s->log)
        snprintf(s->log, size, "%s-wal", place);
    return s;
}

bool sqlite_still_open(struct sqlite_store *q, const char *place, struct error *e)
{
    char *address = address_make(place);
    q->still = still_make(place);
    bool ok = (address && q->still && q->still->place && q->still->log) || error_memory(e, q->name);
    ok = ok && (log_is_empty(q->still) || log_tell(q->still, e));
    if (ok) {
        sqlite3_close(q->db);
        q->db = NULL;
        ok = stat(place, &q->still->at_first) == 0 &&
             sqlite3_open_v2(address, &q->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
                             NULL) == SQLITE_OK;
        ok = ok || sqlite_failed(q, e);
    }
    free(address);
    return ok;
}

bool sqlite_still_same(struct sqlite_store *q, struct error *e)
{
    struct stat now;
    if (!q->still)
        return true;
    const struct stat *first = &q->still->at_first;
    bool same = stat(q->still->place, &now) == 0 && now.st_ino == first->st_ino &&
                now.st_size == first->st_size && now.st_mtim.tv_sec == first->st_mtim.tv_sec &&
                now.st_mtim.tv_nsec == first->st_mtim.tv_nsec && log_is_empty(q->still);
    return same || error_set(e, ERROR_TEMPORARY, q->name, _("Run the command again."),
                             _("somebody wrote to the store while it was read without the right to write"));
}

void sqlite_still_close(struct sqlite_store *q)
{
    if (!q->still)
        return;
    free(q->still->place);
    free(q->still->log);
    free(q->still);
    q->still = NULL;
}
