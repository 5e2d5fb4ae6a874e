#include "config/network.h"

#include "base/limit.h"
#include "config/secret.h"

const struct config_network config_network_default = {.requests_per_minute = 600,
                                                      .retries = 20,
                                                      .retry_seconds = 300,
                                                      .connect_seconds = LIMIT_CONNECT_SECONDS,
                                                      .idle_seconds = 30,
                                                      .total_seconds = 300};

void config_network_read(const json_t *in, struct config_network *n)
{
    const struct {
        const char *key;
        int *out;
    } numbers[] = {{"requests_per_minute", &n->requests_per_minute},
                   {"retries", &n->retries},
                   {"retry_seconds", &n->retry_seconds},
                   {"connect_seconds", &n->connect_seconds},
                   {"idle_seconds", &n->idle_seconds},
                   {"total_seconds", &n->total_seconds}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const json_t *number = json_object_get(in, numbers[i].key);
        if (number)
            *numbers[i].out = (int)json_integer_value(number); /* the schema limits the number */
    }
    const json_t *proxy = json_object_get(in, "proxy"), *account = json_object_get(in, "proxy_auth");
    if (proxy) { /* the account belongs to the former proxy */
        n->proxy = json_string_value(proxy);
        n->proxy_user = NULL;
    }
    if (account)
        n->proxy_user = json_string_value(json_object_get(account, "user"));
}

bool config_network_unlock(const json_t *in, const json_t *all, const char *folder, struct config_network *n,
                           struct error *e)
{
    const json_t *account = json_object_get(in, "proxy_auth");
    if (!account && !json_object_get(in, "proxy"))
        account = json_object_get(all, "proxy_auth");
    if (!account)
        return true;
    n->proxy_password = secret_read(json_object_get(account, "password"), folder, e);
    return n->proxy_password != NULL;
}
