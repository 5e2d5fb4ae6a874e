/* What went wrong with a transfer, in words for people, and whether another try is worth it. */
#ifndef MOTCUA_POLL_FETCH_FAULT_H
#define MOTCUA_POLL_FETCH_FAULT_H

#include <curl/curl.h>

#include "poll/fetch.h"

/* Fills out->result and out->error. detail: libcurl's own words (CURLOPT_ERRORBUFFER), "" if none. */
void fetch_fault(CURL *easy, const struct config_source *source, CURLcode code, const char *detail,
                 struct fetch_reply *out);

#endif
