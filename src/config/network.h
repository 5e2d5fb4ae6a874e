/* The "network" of the config and of its sources: manners and patience towards a host. manual:
 * docs/motcua.json.5 */
#ifndef MOTCUA_CONFIG_NETWORK_H
#define MOTCUA_CONFIG_NETWORK_H

#include "config/config.h"

/* What holds where nothing is said. */
extern const struct config_network config_network_default;

/* Puts the keys that `in` has (NULL: none) over what *n holds; texts are borrowed from `in`. */
void config_network_read(const json_t *in, struct config_network *n);
/* The proxy's password, which `in` (the source's own "network") or else `all` (the config's) points to. */
MUST_CHECK bool config_network_unlock(const json_t *in, const json_t *all, const char *folder,
                                      struct config_network *n, struct error *e);

#endif
