#include "serve/listen.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static bool port_read(const char *text, in_port_t *out)
{
    unsigned port = 0;
    if (!*text || strlen(text) > 5 || strspn(text, "0123456789") != strlen(text))
        return false;
    for (const char *p = text; *p; p++)
        port = port * 10 + (unsigned)(*p - '0');
    *out = htons((uint16_t)port);
    return port <= 65535;
}

bool listen_read(const char *text, struct sockaddr_storage *out, struct error *e)
{
    char host[INET6_ADDRSTRLEN + 1] = "";
    const char *colon = strrchr(text, ':'), *begin = text;
    size_t n = colon ? (size_t)(colon - text) : 0;
    struct sockaddr_in *four = (struct sockaddr_in *)out;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
    bool is_six = n > 2 && *text == '[' && text[n - 1] == ']';
    *out = (struct sockaddr_storage){0};
    if (is_six) {
        begin++;
        n -= 2;
    }
    if (n > 0 && n < sizeof host) {
        memcpy(host, begin, n);
        host[n] = '\0';
        if (is_six && inet_pton(AF_INET6, host, &six->sin6_addr) == 1 &&
            port_read(colon + 1, &six->sin6_port)) {
            six->sin6_family = AF_INET6;
            return true;
        }
        if (!is_six && inet_pton(AF_INET, host, &four->sin_addr) == 1 &&
            port_read(colon + 1, &four->sin_port)) {
            four->sin_family = AF_INET;
            return true;
        }
    }
    return error_set(e, ERROR_USAGE, "--listen", _("Write it as 127.0.0.1:8080 or [::1]:8080."),
                     _("'%s' is not an address and a port"), text);
}

const char *listen_write(const struct sockaddr_storage *address, uint16_t port, char out[80])
{
    char host[INET6_ADDRSTRLEN] = "";
    bool is_six = address->ss_family == AF_INET6;
    const void *bytes = is_six ? (const void *)&((const struct sockaddr_in6 *)address)->sin6_addr
                               : (const void *)&((const struct sockaddr_in *)address)->sin_addr;
    inet_ntop(address->ss_family, bytes, host, sizeof host);
    snprintf(out, 80, is_six ? "[%s]:%u" : "%s:%u", host, (unsigned)port);
    return out;
}

const char *listen_host(const struct sockaddr_storage *address, char out[80])
{
    const void *bytes = address->ss_family == AF_INET6
                            ? (const void *)&((const struct sockaddr_in6 *)address)->sin6_addr
                            : (const void *)&((const struct sockaddr_in *)address)->sin_addr;
    *out = '\0';
    inet_ntop(address->ss_family, bytes, out, 80);
    return out;
}

bool listen_is_local(const struct sockaddr_storage *address)
{
    if (address->ss_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
    return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
}
