#include "serve/handshake.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"

/* What was shown before stays until the end, because GnuTLS does not tell when a connection no longer needs the key: a few
 * kilobytes for each renewal. */
struct shown {
    struct shown *before;
    gnutls_pcert_st chain[LIMIT_SERVE_CHAIN];
    unsigned count;
    gnutls_privkey_t key;
};

/* GnuTLS hands its callback nothing of ours; a process has one server. */
static _Atomic(struct shown *) newest;

static struct shown *shown_free(struct shown *s)
{
    struct shown *before = s->before;
    for (unsigned i = 0; i < s->count; i++)
        gnutls_pcert_deinit(&s->chain[i]);
    if (s->key)
        gnutls_privkey_deinit(s->key);
    free(s);
    return before;
}

static gnutls_datum_t datum_of(char *text)
{
    return (gnutls_datum_t){(unsigned char *)text, (unsigned)strlen(text)};
}

static struct shown *shown_new(const struct certificate *c, const char *file, struct error *e)
{
    struct shown *s = calloc(1, sizeof *s);
    unsigned count = LIMIT_SERVE_CHAIN;
    gnutls_datum_t cert = datum_of(c->cert), key = datum_of(c->key);
    if (!s) {
        error_memory(e, file);
        return NULL;
    }
    int code = gnutls_pcert_list_import_x509_raw(s->chain, &count, &cert, GNUTLS_X509_FMT_PEM,
                                                 GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED |
                                                     GNUTLS_X509_CRT_LIST_SORT);
    s->count = code == GNUTLS_E_SUCCESS ? count : 0;
    if (code == GNUTLS_E_SUCCESS)
        code = gnutls_privkey_init(&s->key);
    if (code == GNUTLS_E_SUCCESS)
        code = gnutls_privkey_import_x509_raw(s->key, &key, GNUTLS_X509_FMT_PEM, NULL, 0);
    if (code == GNUTLS_E_SUCCESS)
        return s;
    error_set(e, ERROR_CONFIG, file, _("Write the certificate first, then those that it hangs from."), "%s",
              gnutls_strerror(code));
    shown_free(s);
    return NULL;
}

static bool chain_same(const struct shown *a, const struct shown *b)
{
    bool same = a->count == b->count;
    for (unsigned i = 0; same && i < a->count; i++)
        same = a->chain[i].cert.size == b->chain[i].cert.size &&
               memcmp(a->chain[i].cert.data, b->chain[i].cert.data, a->chain[i].cert.size) == 0;
    return same;
}

bool handshake_set(const struct certificate *c, const char *file, bool *is_new, struct error *e)
{
    struct shown *s = shown_new(c, file, e), *now = atomic_load(&newest);
    *is_new = s && (!now || !chain_same(s, now));
    if (!s)
        return false;
    if (!*is_new) {
        shown_free(s);
        return true;
    }
    s->before = now;
    atomic_store(&newest, s);
    return true;
}

int handshake_certificate(gnutls_session_t session, const gnutls_datum_t *authorities, int authority_count,
                          const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                          gnutls_pcert_st **chain, unsigned *count, gnutls_privkey_t *key)
{
    struct shown *s = atomic_load(&newest);
    (void)session;
    (void)authorities;
    (void)authority_count;
    (void)algorithms;
    (void)algorithm_count;
    if (!s)
        return -1;
    *chain = s->chain;
    *count = s->count;
    *key = s->key;
    return 0;
}

void handshake_end(void)
{
    struct shown *s = atomic_exchange(&newest, NULL);
    while (s)
        s = shown_free(s);
}
