/* The certificate that serve shows, and its key: files in PEM, read whole. */
#ifndef MOTCUA_SERVE_CERTIFICATE_H
#define MOTCUA_SERVE_CERTIFICATE_H

#include "base/error.h"

struct certificate {
    char *cert, *key; /* NULL: none */
};

/* Both or none (ERROR_USAGE); what no server can use is told here, by file and cause (ERROR_CONFIG), not by GnuTLS later. */
MUST_CHECK bool certificate_read(const char *cert_file, const char *key_file, struct certificate *out,
                                 struct error *e);
void certificate_free(struct certificate *c); /* wipes the key */

#endif
