/* The certificate that serve shows to browsers, and the certificate's key, read from PEM files. */
#ifndef MOTCUA_SERVE_CERTIFICATE_H
#define MOTCUA_SERVE_CERTIFICATE_H

#include "base/error.h"

struct certificate {
    char *cert, *key; /* texts in PEM, owned; NULL: no TLS */
};

/* Reads both files, or none where both names are NULL. ERROR_USAGE: only one name is given; ERROR_CONFIG: a file cannot
 * be used, told by file and cause, which GnuTLS would not tell later. An expired certificate is only warned of on
 * stderr. */
MUST_CHECK bool certificate_read(const char *cert_file, const char *key_file, struct certificate *out,
                                 struct error *e);
void certificate_free(struct certificate *c); /* wipes the key */

#endif
