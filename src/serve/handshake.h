/* What serve shows in TLS handshakes: a certificate, those that it hangs from, and its key. A renewed certificate takes the place of the
 * old one while connections that began with the old one go on. */
#ifndef MOTCUA_SERVE_HANDSHAKE_H
#define MOTCUA_SERVE_HANDSHAKE_H

#include <gnutls/abstract.h>

#include "serve/certificate.h"

/* Shows c in all handshakes from now on; *is_new: another certificate was shown before, or none. c is not kept. false and e
 * (ERROR_CONFIG): GnuTLS cannot use c, which came from `file`; what was shown before goes on. Called by one thread. */
MUST_CHECK bool handshake_set(const struct certificate *c, const char *file, bool *is_new, struct error *e);
/* For libmicrohttpd: gives GnuTLS the certificate that is shown now; -1: none was set. Called by any thread. */
int handshake_certificate(gnutls_session_t session, const gnutls_datum_t *authorities, int authority_count,
                          const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                          gnutls_pcert_st **chain, unsigned *count, gnutls_privkey_t *key);
/* Frees all that was ever shown; no connection may be left. */
void handshake_end(void);

#endif
