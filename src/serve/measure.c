#include "serve/measure.h"

static void label_put(struct buffer *b, const char *text)
{
    for (const char *p = text; *p; p++)
        if (*p == '"' || *p == '\\')
            buffer_printf(b, "\\%c", *p);
        else if (*p == '\n')
            buffer_text(b, "\\n");
        else
            buffer_append(b, p, 1);
}

void measure_about(struct buffer *b, const char *name, const char *type, const char *help)
{
    buffer_printf(b, "# TYPE %s %s\n# HELP %s %s\n", name, type, name, help);
}

static void sample_begin(struct buffer *b, const char *name, const char *label, const char *whose)
{
    buffer_text(b, name);
    if (!label)
        return;
    buffer_printf(b, "{%s=\"", label);
    label_put(b, whose);
    buffer_text(b, "\"}");
}

void measure_of(struct buffer *b, const char *name, const char *label, const char *whose, int64_t value)
{
    sample_begin(b, name, label, whose);
    buffer_printf(b, " %lld\n", (long long)value);
}

void measure_thousandths(struct buffer *b, const char *name, const char *label, const char *whose,
                         int64_t value)
{
    sample_begin(b, name, label, whose);
    buffer_printf(b, " %lld.%03d\n", (long long)(value / 1000), (int)(value % 1000));
}
