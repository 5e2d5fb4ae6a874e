#include "serve/packed.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include <zlib.h>

enum {
    SECRET = TOKEN_BYTES - 1,
    PIECES = 9,      /* texts between at most eight secrets; a body with more secrets is not packed */
    STORED_HEAD = 5, /* head of a stored block: kind, length, complement of the length (RFC 1951, 3.2.4) */
    GZIP_HEAD = 10,  /* RFC 1952 */
    GZIP_TAIL = 8,
    LAST_BLOCK = 2 /* an empty block with fixed codes ends the stream */
};

struct piece {
    size_t from, n; /* place in the plain body; a secret follows each piece but the last */
    char *packed;   /* blocks that end at a whole byte; NULL: not packed */
    size_t packed_n;
    uint32_t crc;
};

struct packed {
    _Atomic int holders;
    char *body;
    size_t n, taken;
    struct piece pieces[PIECES];
    size_t count;
    bool gzip;
    uint64_t digest; /* digest of the body without its secrets */
};

/* Packs a piece into blocks that refer to nothing before them and end at a whole byte, so that pieces can be joined. */
static bool piece_pack(const char *body, struct piece *p)
{
    z_stream z = {0};
    if (deflateInit2(&z, 6, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    size_t room = deflateBound(&z, (uLong)p->n) + 16;
    p->packed = malloc(room);
    p->crc = (uint32_t)crc32(0, (const Bytef *)body + p->from, (uInt)p->n);
    z.next_in = (Bytef *)(uintptr_t)(body + p->from);
    z.avail_in = (uInt)p->n;
    z.next_out = (Bytef *)p->packed;
    z.avail_out = (uInt)room;
    bool ok = p->packed && deflate(&z, Z_FULL_FLUSH) == Z_OK && z.avail_in == 0 && z.avail_out > 0;
    p->packed_n = room - z.avail_out;
    deflateEnd(&z);
    return ok;
}

static void pieces_cut(struct packed *p, const char *secret)
{
    const char *from = p->body, *end = p->body + p->n, *at = NULL;
    while (*secret && p->count + 1 < PIECES &&
           (at = memmem(from, (size_t)(end - from), secret, SECRET)) != NULL) {
        p->pieces[p->count++] = (struct piece){.from = (size_t)(from - p->body), .n = (size_t)(at - from)};
        from = at + SECRET;
    }
    p->pieces[p->count++] = (struct piece){.from = (size_t)(from - p->body), .n = (size_t)(end - from)};
}

struct packed *packed_new(const char *body, size_t n, const char *secret, bool gzip)
{
    struct packed *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    atomic_store(&p->holders, 1);
    p->body = malloc(n + 1);
    if (!p->body) {
        free(p);
        return NULL;
    }
    memcpy(p->body, body, n);
    p->n = n;
    p->taken = sizeof *p + n;
    pieces_cut(p, secret);
    /* a body from which not every secret could be cut out must not be packed */
    const struct piece *last = &p->pieces[p->count - 1];
    p->gzip = gzip && (!*secret || !memmem(p->body + last->from, last->n, secret, SECRET));
    for (size_t i = 0; i < p->count; i++) {
        p->digest = XXH3_64bits_withSeed(p->body + p->pieces[i].from, p->pieces[i].n, p->digest);
        p->gzip = p->gzip && piece_pack(p->body, &p->pieces[i]);
        p->taken += p->pieces[i].packed_n;
    }
    return p;
}

struct packed *packed_hold(struct packed *p)
{
    atomic_fetch_add(&p->holders, 1);
    return p;
}

void packed_drop(struct packed *p)
{
    if (!p || atomic_fetch_sub(&p->holders, 1) > 1)
        return;
    explicit_bzero(p->body, p->n); /* the body still holds the secret of its first reader */
    for (size_t i = 0; i < p->count; i++)
        free(p->pieces[i].packed);
    free(p->body);
    free(p);
}

bool packed_has_gzip(const struct packed *p)
{
    return p->gzip;
}

size_t packed_bytes(const struct packed *p)
{
    return p->taken;
}

uint64_t packed_digest(const struct packed *p, const char *secret)
{
    return p->count > 1 ? XXH3_64bits_withSeed(secret, SECRET, p->digest) : p->digest;
}

static char *plain_write(const struct packed *p, const char *secret, size_t *n)
{
    char *out = malloc(p->n + 1);
    *n = p->n;
    if (!out)
        return NULL;
    memcpy(out, p->body, p->n);
    for (size_t i = 0; i + 1 < p->count; i++)
        memcpy(out + p->pieces[i].from + p->pieces[i].n, secret, SECRET);
    return out;
}

static char *put(char *to, const void *bytes, size_t n)
{
    memcpy(to, bytes, n);
    return to + n;
}

static char *number_put(char *to, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        *to++ = (char)(number >> (8 * i) & 0xFF);
    return to;
}

char *packed_write(const struct packed *p, const char *secret, bool gzip, size_t *n)
{
    static const char head[GZIP_HEAD] = {0x1F, (char)0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
    static const char stored[STORED_HEAD] = {0, SECRET, 0, (char)~SECRET, (char)0xFF},
                      last[LAST_BLOCK] = {3, 0};
    size_t room = GZIP_HEAD + LAST_BLOCK + GZIP_TAIL;
    if (!gzip || !p->gzip)
        return plain_write(p, secret, n);
    for (size_t i = 0; i < p->count; i++)
        room += p->pieces[i].packed_n + (i + 1 < p->count ? STORED_HEAD + SECRET : 0);
    char *out = malloc(room), *to = out;
    if (!out)
        return NULL;
    uLong crc = 0, secret_crc = p->count > 1 ? crc32(0, (const Bytef *)secret, SECRET) : 0;
    to = put(to, head, sizeof head);
    for (size_t i = 0; i < p->count; i++) {
        to = put(to, p->pieces[i].packed, p->pieces[i].packed_n);
        crc = i ? crc32_combine(crc, p->pieces[i].crc, (z_off_t)p->pieces[i].n) : p->pieces[i].crc;
        if (i + 1 == p->count)
            break;
        to = put(put(to, stored, sizeof stored), secret, SECRET);
        crc = crc32_combine(crc, secret_crc, SECRET);
    }
    to = number_put(number_put(put(to, last, sizeof last), (uint32_t)crc), (uint32_t)p->n);
    *n = (size_t)(to - out);
    return out;
}
