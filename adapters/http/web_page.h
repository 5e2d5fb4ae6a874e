/* A web page in place of data: the first bytes tell whose page it is, so that a message can say what to do. A
 * firewall's refusal is another thing than a wrong password. */
#ifndef MOTCUA_ADAPTERS_HTTP_WEB_PAGE_H
#define MOTCUA_ADAPTERS_HTTP_WEB_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "config/config.h"

#define WEB_PAGE_HEAD_BYTES 16384 /* how much of a page is looked at */

enum web_page { WEB_PAGE_FIREWALL, WEB_PAGE_CAPTCHA, WEB_PAGE_LOGIN, WEB_PAGE_MAINTENANCE, WEB_PAGE_OTHER };

/* Do the bytes begin as HTML or XML? */
bool web_page_is(const char *head, size_t n);
bool web_page_is_html(const char *head, size_t n); /* Do the bytes begin as HTML, and not as other XML? */
enum web_page web_page_kind(const char *head, size_t n);
/* Fills e with the kind of page (ERROR_TEMPORARY: the portal is closed for work; else ERROR_UNAVAILABLE), the page's
 * title where it has one, and the status unless it is 200. Always false. */
bool web_page_refuse(const char *head, size_t n, long status, const struct config_source *source,
                     struct error *e);

#endif
