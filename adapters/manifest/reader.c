#include "adapters/manifest/reader.h"

#include <string.h>

#include "base/text.h"

bool reader_fits(const struct reader_format *format, const struct reader *r, const struct plan_check *check)
{
    size_t n;
    const char *text = format->member(r, check->slot, &n);
    return text && plan_check_fits(check, text, n);
}

bool reader_page_instead(struct error *e)
{
    return error_set(e, ERROR_UNAVAILABLE, "",
                     _("Check base_url and its path. If they are right, wait before the next poll; if it "
                       "stays so, ask the portal's operator to admit this machine's address."),
                     _("the reply is a web page instead of data: a firewall or a proxy has answered"));
}
