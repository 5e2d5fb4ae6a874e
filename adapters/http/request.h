/* Makes one request of a manifest ready to be sent. Its texts live here until the next request is made. */
#ifndef MOTCUA_ADAPTERS_HTTP_REQUEST_H
#define MOTCUA_ADAPTERS_HTTP_REQUEST_H

#include "adapters/manifest/manifest.h"
#include "adapters/manifest/template.h"
#include "adapters/portal_driver.h"

struct rest_request {
    struct buffer url, body, headers;
};

void rest_request_init(struct rest_request *r);
void rest_request_free(struct rest_request *r); /* wipes: a body may hold a password or a session */

/* Fills method, url, body, headers and account of *out; its texts are borrowed from r, plan and source until the next
 * call. false and e (ERROR_CONFIG): a value is missing, cannot stand where the manifest puts it, or makes the request
 * too long. */
MUST_CHECK bool rest_request_make(struct rest_request *r, const struct request_plan *plan,
                                  const struct config_source *source, template_value *value, void *context,
                                  struct portal_request *out, struct error *e);

#endif
