#include "deliver/address_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "config/secret.h"
#include "count/unit_choice.h"
#include "deliver/letter.h"

static const char *word_of(const json_t *in, const char *key)
{
    return json_string_value(json_object_get(in, key));
}

static bool wrong(const struct config *c, const char *where, const char *hint, const char *what,
                  struct error *e)
{
    return error_set(e, ERROR_CONFIG, c->file, hint, "%s: %s", where, what);
}

/* --- the mail server --- */

static char *path_of(const struct config *c, const char *path)
{
    char *out = NULL;
    return asprintf(&out, "%s%s%s", *path == '/' ? "" : c->folder, *path == '/' ? "" : "/", path) < 0 ? NULL
                                                                                                      : out;
}

static bool server_read(const struct config *c, const json_t *smtp, bool need_secrets,
                        struct address_book *out, struct error *e)
{
    const json_t *account = json_object_get(smtp, "auth");
    const char *ca_file = word_of(smtp, "ca_file");
    out->from = word_of(smtp, "from");
    out->from_name = word_of(smtp, "from_name");
    out->server.url = word_of(smtp, "server");
    out->server.plain = json_is_false(json_object_get(smtp, "tls"));
    out->server.user = word_of(account, "user");
    if (!letter_address_ok(out->from))
        return wrong(c, "/deliver/smtp/from", _("Write it as name@domain, in plain letters."),
                     _("not an address of mail"), e);
    if (strchr(out->server.url, '@'))
        return wrong(c, "/deliver/smtp/server",
                     _("Write the account as \"auth\": {\"user\": ..., \"password\": {\"env\": NAME}}."),
                     _("a user or password has no place in an address"), e);
    if (out->server.plain && account)
        return wrong(c, "/deliver/smtp/tls", _("Leave \"tls\": false away, or \"auth\"."),
                     _("a password does not go over a line that others can read"), e);
    if (ca_file && !(out->ca_file = path_of(c, ca_file)))
        return error_memory(e, c->file);
    out->server.ca_file = out->ca_file;
    if (account && need_secrets &&
        !(out->password = secret_read(json_object_get(account, "password"), c->folder, e))) {
        error_within(e, "deliver");
        return false;
    }
    out->server.password = out->password;
    return true;
}

/* --- recipients --- */

const char *reported_name(enum reported kind)
{
    static const char *const names[REPORTED_KINDS] = {"friday", "fortnight", "month", "quarter",
                                                      "half",   "nine",      "year"};
    return names[kind];
}

/* Returns the bits of the reports that an entry asks for; an entry without "reports" gets Friday's. */
static unsigned reports_read(const json_t *in)
{
    const json_t *list = json_object_get(in, "reports"), *word;
    unsigned bits = 0;
    size_t i;
    json_array_foreach(list, i, word)
    {
        for (int k = 0; k < REPORTED_KINDS; k++)
            if (strcmp(json_string_value(word), reported_name((enum reported)k)) == 0)
                bits |= 1U << k;
    }
    return list ? bits : 1U << REPORTED_FRIDAY;
}

static bool errand_add(struct address_book *b, struct errand errand, struct error *e)
{
    if (b->count == LIMIT_RECIPIENTS)
        return error_set(e, ERROR_CONFIG, "deliver", NULL, _("more than %d recipients"), LIMIT_RECIPIENTS);
    if (!array_room(&b->errands, &b->room, b->count, sizeof *b->errands))
        return error_memory(e, "deliver");
    b->errands[b->count++] = errand;
    return true;
}

/* Adds an errand for each address of an entry, or one for the entry's folder. */
static bool content_add(const struct config *c, const json_t *in, long unit, struct address_book *b,
                        struct error *e)
{
    const json_t *to = json_object_get(in, "to"), *address = NULL;
    const char *folder = word_of(in, "folder"), *name = word_of(in, "name");
    size_t i;
    if (folder) {
        struct errand errand = {.unit = unit, .name = name, .folder = path_of(c, folder)};
        if (!errand.folder)
            return error_memory(e, c->file);
        if (errand_add(b, errand, e))
            return true;
        free(errand.folder);
        return false;
    }
    if (json_is_string(to))
        return errand_add(b, (struct errand){.unit = unit, .name = name, .address = json_string_value(to)},
                          e);
    json_array_foreach(to, i, address)
    {
        if (!errand_add(b, (struct errand){.unit = unit, .name = name, .address = json_string_value(address)},
                        e))
            return false;
    }
    return true;
}

static bool entry_read(const struct config *c, const json_t *in, size_t i, const struct unit_set *units,
                       struct address_book *b, struct error *e)
{
    char where[LIMIT_NAME_BYTES];
    const char *word = word_of(in, "unit");
    size_t first = b->count;
    long unit = -1;
    snprintf(where, sizeof where, "/deliver/recipients/%zu", i);
    if (!json_object_get(in, "to") == !json_object_get(in, "folder"))
        return wrong(c, where, _("Write \"to\" or \"folder\"."), _("either addresses or a folder"), e);
    if (json_object_get(in, "to") && !b->server.url)
        return wrong(c, where, _("Say in deliver.smtp which server takes mail."),
                     _("there is no mail server"), e);
    if (word && (unit = unit_choose(unit_label_of_set, units, units->count, word, e)) < 0) {
        if (e)
            e->code = ERROR_CONFIG;
        error_within(e, where);
        return false;
    }
    if (!content_add(c, in, unit, b, e))
        return false;
    for (size_t k = first; k < b->count; k++)
        b->errands[k].reports = reports_read(in);
    for (size_t k = first; k < b->count; k++)
        if (b->errands[k].address && !letter_address_ok(b->errands[k].address))
            return wrong(c, where, _("Write it as name@domain, in plain letters."),
                         _("not an address of mail"), e);
    return true;
}

static int errand_order(const void *a, const void *b)
{
    const struct errand *x = a, *y = b;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

bool address_book_read(const struct config *c, const struct unit_set *units, bool need_secrets,
                       struct address_book *out, struct error *e)
{
    const json_t *deliver = json_object_get(c->document, "deliver"), *entry;
    const json_t *smtp = json_object_get(deliver, "smtp");
    size_t i;
    *out = (struct address_book){0};
    if (json_array_size(json_object_get(deliver, "recipients")) == 0)
        return wrong(c, "/deliver", _("Write into \"deliver\" who gets the report; see man motcua.json."),
                     _("nobody is named who gets the report"), e);
    bool ok = !smtp || server_read(c, smtp, need_secrets, out, e);
    json_array_foreach(json_object_get(deliver, "recipients"), i, entry)
    {
        ok = ok && entry_read(c, entry, i, units, out, e);
    }
    if (ok)
        qsort(out->errands, out->count, sizeof *out->errands, errand_order);
    else
        address_book_free(out);
    return ok;
}

void address_book_free(struct address_book *b)
{
    for (size_t i = 0; i < b->count; i++)
        free(b->errands[i].folder);
    free(b->errands);
    free(b->ca_file);
    secret_free(b->password);
    *b = (struct address_book){0};
}
