/* A mail server, reached by libcurl with one connection for many letters. The server owns a letter once the server has
 * answered the dot behind the letter: a connection cut before the dot leaves nothing behind; after the dot only the
 * answer tells whether the letter was taken. */
#ifndef MOTCUA_SMTP_H
#define MOTCUA_SMTP_H

#include "base/buffer.h"
#include "base/limit.h"

struct smtp_server {
    const char *url; /* smtp://HOST[:PORT] or smtps://HOST[:PORT] */
    /* smtp:// goes without TLS, to a relay on this machine or in a closed network */
    bool plain;
    const char *user, *password; /* NULL: the server asks for no account */
    const char *ca_file;         /* NULL: the system's certificates */
};

struct smtp;

/* NULL and e: no memory. Nothing is connected yet; texts of `server` are borrowed until smtp_close(). */
MUST_CHECK struct smtp *smtp_open(const struct smtp_server *server, struct error *e);
void smtp_close(struct smtp *m); /* safe with NULL */

enum smtp_end {
    SMTP_SENT,
    SMTP_LATER,   /* the server puts the letter off (4xx), or the connection was cut before the dot */
    SMTP_REFUSED, /* the server refuses this letter (5xx) */
    SMTP_UNSURE,  /* the dot was sent and no answer came */
    SMTP_AWAY,    /* no connection, so other letters would fail now too */
    SMTP_STOP     /* TLS or the account is wrong, or `before_dot` failed: e tells the cause */
};

/* Called when all but the dot was sent. False (and e): the dot is not sent, and the server forgets the letter. */
typedef bool smtp_before_dot(void *context, struct error *e);

/* Sends one letter to one address. reply becomes the server's last line or libcurl's error, printable. Only SMTP_STOP
 * fills e. */
enum smtp_end smtp_send(struct smtp *m, const char *from, const char *to, const struct buffer *letter,
                        smtp_before_dot *before_dot, void *context, char reply[LIMIT_MESSAGE_BYTES],
                        struct error *e);

#endif
