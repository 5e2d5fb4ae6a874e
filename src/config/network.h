/* The "network" of the config and of its sources: how a host is asked and waited for. Manual: docs/motcua.json.5 */
#ifndef MOTCUA_CONFIG_NETWORK_H
#define MOTCUA_CONFIG_NETWORK_H

#include "config/config.h"

/* The values of keys that the config does not set. */
extern const struct config_network config_network_default;

/* Overwrites the members of *n whose keys `in` has (NULL: none); a proxy of `in` takes n's account away, too. Texts are
 * borrowed from `in`. */
void config_network_read(const json_t *in, struct config_network *n);
/* Reads n->proxy_password, to which the proxy_auth of `in` (the source's own "network") points, or that of `all`
 * (the config's) where `in` has no proxy of its own; config_free() wipes and frees the password. true without
 * proxy_auth. false and e: as secret_read(). */
MUST_CHECK bool config_network_unlock(const json_t *in, const json_t *all, const char *folder,
                                      struct config_network *n, struct error *e);

#endif
