#include "poll/address.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

static bool part_get(CURLU *url, CURLUPart part, unsigned flags, char **out)
{
    return curl_url_get(url, part, out, flags) == CURLUE_OK && *out;
}

static bool is_plain(const char *text)
{
    for (; *text; text++)
        if (*text <= ' ' || *text > '~')
            return false;
    return true;
}

static void lower(char *text)
{
    for (; *text; text++)
        if (*text >= 'A' && *text <= 'Z')
            *text = (char)(*text | 32);
}

bool address_of(const char *url, char out[LIMIT_ADDRESS_BYTES])
{
    char *scheme = NULL, *host = NULL, *port = NULL;
    CURLU *parts = curl_url();
    int n = -1;
    *out = '\0';
    if (parts && url && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
        part_get(parts, CURLUPART_SCHEME, 0, &scheme) && part_get(parts, CURLUPART_HOST, 0, &host) &&
        part_get(parts, CURLUPART_PORT, CURLU_DEFAULT_PORT, &port) && is_plain(host))
        n = snprintf(out, LIMIT_ADDRESS_BYTES, "%s://%s:%s", scheme, host, port);
    if (n < 0 || n >= LIMIT_ADDRESS_BYTES)
        *out = '\0';
    lower(out);
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(parts);
    return *out;
}

static bool has_account(const char *url)
{
    char *user = NULL, *password = NULL;
    CURLU *parts = curl_url();
    bool has = !parts || curl_url_set(parts, CURLUPART_URL, url, 0) != CURLUE_OK ||
               part_get(parts, CURLUPART_USER, 0, &user) || part_get(parts, CURLUPART_PASSWORD, 0, &password);
    curl_free(user);
    curl_free(password);
    curl_url_cleanup(parts);
    return has;
}

bool address_same(const char *url, const char *target)
{
    char a[LIMIT_ADDRESS_BYTES], b[LIMIT_ADDRESS_BYTES];
    return address_of(url, a) && address_of(target, b) && strcmp(a, b) == 0 && !has_account(target);
}

char *address_resolve(const char *url, const char *link)
{
    char *found = NULL, *out = NULL;
    CURLU *parts = curl_url();
    if (parts && *link && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_set(parts, CURLUPART_URL, link, 0) == CURLUE_OK && part_get(parts, CURLUPART_URL, 0, &found))
        out = strdup(found);
    curl_free(found);
    curl_url_cleanup(parts);
    return out;
}
