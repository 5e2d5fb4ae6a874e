#include "serve/unit_address.h"

void unit_address_escape(struct buffer *out, const char *text)
{
    for (const char *p = text; *p; p++)
        if ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '.' ||
            *p == '-' || *p == '_')
            buffer_append(out, p, 1);
        else
            buffer_printf(out, "%%%02X", (unsigned char)*p);
}

void unit_address_put(struct buffer *out, const char *code)
{
    buffer_text(out, "/don-vi/");
    unit_address_escape(out, code);
}
