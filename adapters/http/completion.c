#include "adapters/http/completion.h"

#include <string.h>

#include "base/text.h"

bool completion_next(const struct completion *c, const struct page *page, struct completing *now)
{
    now->at += now->count;
    size_t left = page->dossier_count > now->at ? page->dossier_count - now->at : 0;
    now->count = left < (size_t)c->at_once ? left : (size_t)c->at_once;
    return now->count > 0;
}

bool completion_keys(const struct page *page, const struct completing *now, struct buffer *out)
{
    buffer_reset(out);
    for (size_t i = 0; i < now->count; i++)
        buffer_printf(out, "%s%s", i ? "," : "", page->dossiers[now->at + i].value[DOSSIER_KEY].text);
    return !out->failed;
}

static struct dossier *dossier_find(struct page *page, const struct completing *now, const struct value *key)
{
    for (size_t i = now->at; i < now->at + now->count; i++) {
        const struct value *own = &page->dossiers[i].value[DOSSIER_KEY];
        if (own->length == key->length && memcmp(own->text, key->text, key->length) == 0)
            return &page->dossiers[i];
    }
    return NULL;
}

static bool rejects_take(const struct page *said, const struct completing *now, struct page *page,
                         struct error *e)
{
    for (size_t i = 0; i < said->reject_count; i++) {
        const struct reject *from = &said->rejects[i];
        struct reject *to = page_add_reject(page);
        const char *key = page->dossiers[now->at].value[DOSSIER_KEY].text, *shape = NULL;
        if (to)
            shape = page_copy(page, from->shape, strlen(from->shape));
        if (!shape)
            return error_set(e, ERROR_DATA, "", NULL,
                             _("the reply is too long: more than %d rows or %d bytes of values"),
                             LIMIT_PAGE_ROWS, LIMIT_PAGE_BYTES);
        *to = (struct reject){
            /* which dossier the record spoke of is not known: the first that was asked for gets the reject */
            .position = from->position,
            .key = key,
            .field = from->field,
            .reason = from->reason,
            .shape = shape};
    }
    return true;
}

bool completion_take(const struct completion *c, const struct page *said, const struct completing *now,
                     struct page *page, struct error *e)
{
    if (said->reject_count)
        return rejects_take(said, now, page, e);
    for (size_t r = 0; r < c->plan->rule_count; r++) {
        int target = c->plan->rules[r].target;
        if (rule_target_type(target) != RULE_TYPE_FLAG)
            continue;
        for (size_t i = now->at; i < now->at + now->count; i++)
            page->dossiers[i].value[target] = (struct value){.known = true};
        for (size_t i = 0; i < said->dossier_count; i++) {
            struct dossier *d = dossier_find(page, now, &said->dossiers[i].value[DOSSIER_KEY]);
            if (d && said->dossiers[i].value[target].known && said->dossiers[i].value[target].number)
                d->value[target] = (struct value){.known = true, .number = 1};
        }
    }
    return true;
}
