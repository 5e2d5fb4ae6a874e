/* A mail server, by libcurl: one connection for many letters. A letter is the server's once it has answered to the dot behind
 * it: until the dot is sent, a cut leaves nothing behind; after it, only the answer tells. */
#ifndef MOTCUA_SMTP_H
#define MOTCUA_SMTP_H

#include "base/buffer.h"
#include "base/limit.h"

struct smtp_server {
    const char *url;             /* smtp://HOST[:PORT] or smtps://HOST[:PORT] */
    bool plain;                  /* smtp:// without TLS: a relay on this machine or in a closed network */
    const char *user, *password; /* or NULL */
    const char *ca_file;         /* or NULL: the system's */
};

struct smtp;

/* NULL and e: no memory. Nothing is connected yet; texts of `server` are borrowed until smtp_close(). */
MUST_CHECK struct smtp *smtp_open(const struct smtp_server *server, struct error *e);
void smtp_close(struct smtp *m); /* safe with NULL */

enum smtp_end {
    SMTP_SENT,
    SMTP_LATER,   /* the server said so (4xx), or the connection was cut before the dot */
    SMTP_REFUSED, /* 5xx, for this letter */
    SMTP_UNSURE,  /* the dot was sent and no answer came */
    SMTP_AWAY,    /* no connection: other letters would fare no better now */
    SMTP_STOP     /* TLS or the account is at fault, or `before_dot` said no: e tells */
};

/* Called when all but the dot has been sent; false (and e): the dot is not sent, and the server forgets the letter. */
typedef bool smtp_before_dot(void *context, struct error *e);

/* One letter to one address. reply: the server's last line, or what else was wrong, printable. e: of SMTP_STOP alone. */
enum smtp_end smtp_send(struct smtp *m, const char *from, const char *to, const struct buffer *letter,
                        smtp_before_dot *before_dot, void *context, char reply[LIMIT_MESSAGE_BYTES],
                        struct error *e);

#endif
