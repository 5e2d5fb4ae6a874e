#include "serve/certificate.h"

#include <errno.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"

static char *file_read(const char *file, struct error *e)
{
    FILE *in = fopen(file, "re");
    char *text = in ? calloc(1, LIMIT_SERVE_PEM_BYTES + 1) : NULL;
    size_t n = text ? fread(text, 1, LIMIT_SERVE_PEM_BYTES + 1, in) : 0;
    bool ok = text && n <= LIMIT_SERVE_PEM_BYTES && !ferror(in);
    if (!in)
        error_set(e, ERROR_CONFIG, file, _("The user that serve runs as must be able to read it."), "%s",
                  strerror(errno));
    else if (!ok)
        error_set(e, ERROR_CONFIG, file, NULL, _("this is no certificate or key"));
    if (in)
        fclose(in);
    if (!ok && text) {
        explicit_bzero(text, n);
        free(text);
    }
    return ok ? text : NULL;
}

static bool fits(const struct certificate *c, const char *cert_file, const char *key_file, struct error *e)
{
    BIO *cert_in = BIO_new_mem_buf(c->cert, -1), *key_in = BIO_new_mem_buf(c->key, -1);
    X509 *cert = cert_in ? PEM_read_bio_X509(cert_in, NULL, NULL, NULL) : NULL;
    EVP_PKEY *key = key_in ? PEM_read_bio_PrivateKey(key_in, NULL, NULL, (void *)(uintptr_t) "") : NULL;
    bool ok = false;
    if (!cert)
        error_set(e, ERROR_CONFIG, cert_file,
                  _("Write the certificate first, then those that it hangs from."),
                  _("this is no certificate in PEM"));
    else if (!key)
        error_set(e, ERROR_CONFIG, key_file, _("A key with a password is not taken."),
                  _("this is no key in PEM"));
    else if (X509_check_private_key(cert, key) != 1)
        error_set(e, ERROR_CONFIG, key_file, _("Take the two files that were made together."),
                  _("this is not the key of %s"), cert_file);
    else
        ok = true;
    if (ok && X509_cmp_current_time(X509_get0_notAfter(cert)) < 0)
        fprintf(stderr, "serve: %s: %s\n", cert_file, _("the certificate has expired: browsers refuse it"));
    EVP_PKEY_free(key);
    X509_free(cert);
    BIO_free(key_in);
    BIO_free(cert_in);
    return ok;
}

bool certificate_read(const char *cert_file, const char *key_file, struct certificate *out, struct error *e)
{
    *out = (struct certificate){0};
    if (!cert_file && !key_file)
        return true;
    if (!cert_file || !key_file)
        return error_set(e, ERROR_USAGE, cert_file ? "--tls-key" : "--tls-cert", _("Give both, or none."),
                         _("a certificate and its key belong together"));
    if ((out->cert = file_read(cert_file, e)) && (out->key = file_read(key_file, e)) &&
        fits(out, cert_file, key_file, e))
        return true;
    certificate_free(out);
    return false;
}

void certificate_free(struct certificate *c)
{
    if (c->key)
        explicit_bzero(c->key, strlen(c->key));
    free(c->key);
    free(c->cert);
    *c = (struct certificate){0};
}
