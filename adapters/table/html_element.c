#include "adapters/table/html_element.h"

#include <stdio.h>
#include <string.h>

static bool is_among(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0)
            return true;
    return false;
}

bool html_element_groups(const char *name)
{
    static const char *const groups[] = {"thead", "tbody", "tfoot", NULL};
    return is_among(name, groups);
}

bool html_element_parts(const char *name)
{
    static const char *const blocks[] = {
        "br",     "p",       "div",   "li",       "ul",     "ol",      "dl",         "dt",       "dd",
        "h1",     "h2",      "h3",    "h4",       "h5",     "h6",      "hr",         "pre",      "section",
        "header", "footer",  "nav",   "article",  "aside",  "center",  "form",       "img",      "main",
        "tr",     "caption", "td",    "th",       "figure", "address", "blockquote", "fieldset", "legend",
        "label",  "button",  "input", "textarea", NULL};
    return is_among(name, blocks);
}

/* Does a list of style declarations hide the element: "display : none", "visibility:hidden", "visibility:collapse"? */
static bool style_hides(const char *style)
{
    char plain[256];
    size_t n = 0;
    for (; *style && n + 1 < sizeof plain; style++)
        if (!strchr(" \t\r\n", *style))
            plain[n++] = *style >= 'A' && *style <= 'Z' ? (char)(*style | 32) : *style;
    plain[n] = '\0';
    return strstr(plain, "display:none") || strstr(plain, "visibility:hidden") ||
           strstr(plain, "visibility:collapse") || strstr(plain, "mso-hide:all");
}

/* Does a class of the common style sheets show the element to screen readers alone? Where another class shows it on
 * wider screens ("d-none d-md-table-cell", "hidden md:block"), people see it. */
static bool class_hides(const char *classes)
{
    static const char *const hiding[] = {"sr-only", "visually-hidden", "d-none", "hidden", "ng-hide", NULL};
    static const char *const shown[] = {"d-sm-", "d-md-", "d-lg-", "d-xl-", "d-xxl-"};
    char one[64];
    bool hides = false;
    while (*classes) {
        size_t skip = strspn(classes, " \t\r\n"), n = strcspn(classes + skip, " \t\r\n");
        snprintf(one, sizeof one, "%.*s", (int)(n < sizeof one ? n : 0), classes + skip);
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
            if (strchr(one, ':') || strncmp(one, shown[i], strlen(shown[i])) == 0)
                return false;
        hides |= is_among(one, hiding);
        classes += skip + n;
    }
    return hides;
}

bool html_element_hidden(const char *name, const xmlChar **attributes)
{
    static const char *const never[] = {"template", "script",   "style",  "datalist", "title", "sup",
                                        "sub",      "noscript", "svg",    "rt",       "rp",    "object",
                                        "del",      "s",        "strike", NULL};
    if (is_among(name, never))
        return true;
    for (size_t i = 0; attributes && attributes[i]; i += 2) {
        const char *key = (const char *)attributes[i], *value = (const char *)attributes[i + 1];
        if (strcmp(key, "hidden") == 0 || (value && strcmp(key, "style") == 0 && style_hides(value)) ||
            (value && strcmp(key, "class") == 0 && class_hides(value)))
            return true;
    }
    return false;
}

bool html_element_controls(const char *name)
{
    static const char *const controls[] = {"select", "optgroup", "option", "textarea", NULL};
    return is_among(name, controls);
}

const char *html_element_attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2)
        if (strcmp((const char *)attributes[i], name) == 0)
            return attributes[i + 1] ? (const char *)attributes[i + 1] : "";
    return NULL;
}

const char *html_element_value(const char *name, const xmlChar **attributes)
{
    static const char *const shown[] = {"text", "number", "date", "datetime-local", "tel", NULL};
    const char *type = html_element_attribute(attributes, "type");
    return strcmp(name, "input") == 0 && (!type || is_among(type, shown))
               ? html_element_attribute(attributes, "value")
               : NULL;
}
