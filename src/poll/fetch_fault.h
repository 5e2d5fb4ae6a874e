/* The fault of a transfer in words for people, and whether another try may succeed. */
#ifndef MOTCUA_POLL_FETCH_FAULT_H
#define MOTCUA_POLL_FETCH_FAULT_H

#include <curl/curl.h>

#include "poll/fetch.h"

/* Fills out->result, out->error and out->step. detail: libcurl's own words (CURLOPT_ERRORBUFFER), "": none. */
void fetch_fault(CURL *easy, const struct config_source *source, CURLcode code, const char *detail,
                 struct fetch_reply *out);

#endif
