#include "store/sqlite/db.h"

#include <errno.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

bool sqlite_failed(const struct sqlite_store *q, struct error *e)
{
    static const struct {
        int code;
        enum error_code error;
        const char *hint;
    } kinds[] = {
        {SQLITE_BUSY, ERROR_TEMPORARY, N_("Another program is writing to it; try again in a moment.")},
        {SQLITE_LOCKED, ERROR_TEMPORARY, N_("Another program is writing to it; try again in a moment.")},
        {SQLITE_FULL, ERROR_IO, N_("The disk is full: make room and try again; nothing was lost.")},
        {SQLITE_IOERR, ERROR_IO, N_("Look at the disk and the file system.")},
        {SQLITE_READONLY, ERROR_IO, N_("Give this user the right to write to the file and its folder.")},
        {SQLITE_PERM, ERROR_IO, N_("Give this user the right to write to the file and its folder.")},
        {SQLITE_CANTOPEN, ERROR_IO, N_("Look whether the folder exists and this user may write to it.")},
        {SQLITE_NOTADB, ERROR_DATA,
         N_("Name another file under \"store\" in the config, or move this one away.")},
        {SQLITE_CORRUPT, ERROR_DATA,
         N_("The file is damaged: restore a copy, or move it away and collect again.")},
        {SQLITE_NOMEM, ERROR_INTERNAL, N_("Free some memory and try again.")},
    };
    int code = q->db ? sqlite3_errcode(q->db) : SQLITE_NOMEM;
    int denied = q->db ? sqlite3_system_errno(q->db) : 0;
    if ((code == SQLITE_CANTOPEN || code == SQLITE_IOERR) && (denied == EACCES || denied == EPERM))
        return error_set(
            e, ERROR_IO, q->name,
            _("Give this user the right to read and write the file, its log (-wal) and their folder."), "%s",
            strerror(denied));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].code == code)
            return error_set(e, kinds[i].error, q->name, _(kinds[i].hint), "%s", sqlite3_errstr(code));
    return error_set(e, ERROR_INTERNAL, q->name, NULL, "%s",
                     q->db ? sqlite3_errmsg(q->db) : sqlite3_errstr(code));
}

bool sqlite_exec(struct sqlite_store *q, const char *sql, struct error *e)
{
    if (memory_short()) /* the transaction may lack a part */
        return error_memory(e, q->name);
    return sqlite3_exec(q->db, sql, NULL, NULL, NULL) == SQLITE_OK || sqlite_failed(q, e);
}

int sqlite_value_bind(sqlite3_stmt *stmt, int index, const struct value *v)
{
    if (!v->known)
        return sqlite3_bind_null(stmt, index);
    if (v->text)
        return sqlite3_bind_text(stmt, index, v->text, (int)v->length, SQLITE_STATIC);
    return sqlite3_bind_int64(stmt, index, v->number);
}
