#include "adapters/table/html_choice.h"

#include <string.h>

#include "adapters/table/html_element.h"

void html_choice_init(struct html_choice *c, size_t most)
{
    *c = (struct html_choice){0};
    buffer_init(&c->text, most);
}

void html_choice_free(struct html_choice *c)
{
    if (c->text.data)
        explicit_bzero(c->text.data, c->text.size);
    buffer_free(&c->text);
}

void html_choice_reset(struct html_choice *c)
{
    c->depth = 0;
    buffer_reset(&c->text);
}

static void control_open(struct html_choice *c, size_t depth)
{
    c->depth = depth;
    c->any = c->made = c->taking = c->select = c->several = false;
    if (c->text.used)
        buffer_append(&c->text, " ", 1);
    c->start = c->text.used;
}

/* Where no option is selected the first is shown. An option whose value is empty stands for no choice. */
static void option_begin(struct html_choice *c, const xmlChar **attributes)
{
    const char *value = html_element_attribute(attributes, "value");
    bool selected = html_element_attribute(attributes, "selected") != NULL;
    c->taking = selected || (!c->any && !c->several);
    if (selected && !c->made) {
        c->text.used = c->start;
        c->made = true;
    }
    c->any = true;
    if (value && !*value)
        c->taking = false;
    else if (c->taking && c->text.used > c->start)
        buffer_append(&c->text, " ", 1);
}

bool html_choice_begin(struct html_choice *c, const char *name, const xmlChar **attributes, size_t depth)
{
    if (c->depth) {
        if (c->select && strcmp(name, "option") == 0)
            option_begin(c, attributes);
        else if (c->taking && html_element_parts(name))
            buffer_append(&c->text, " ", 1);
        return true;
    }
    if (strcmp(name, "select") == 0) {
        control_open(c, depth);
        c->select = true;
        c->several = html_element_attribute(attributes, "multiple") != NULL;
        return true;
    }
    if (strcmp(name, "button") == 0) {
        control_open(c, depth);
        c->taking = true;
        return true;
    }
    const char *type = html_element_attribute(attributes, "type");
    if (strcmp(name, "input") == 0 && type && strcasecmp(type, "checkbox") == 0)
        buffer_text(&c->text, html_element_attribute(attributes, "checked") ? "x" : "0");
    return false;
}

void html_choice_text(struct html_choice *c, const char *text, size_t n)
{
    if (c->taking)
        buffer_append(&c->text, text, n);
}

bool html_choice_end(struct html_choice *c, size_t depth)
{
    if (!c->depth)
        return false;
    if (depth <= c->depth)
        c->depth = 0;
    return true;
}
