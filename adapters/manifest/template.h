/* Texts with {name}s in them, as manifests write requests: "{base_path}/dossiers", "{date:yyyy-MM-dd}". A
 * brace that begins no {name} stands for itself. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_TEMPLATE_H
#define MOTCUA_ADAPTERS_MANIFEST_TEMPLATE_H

#include <jansson.h>

#include "base/buffer.h"

/* The value of a name, borrowed until the next call; NULL: the name has no value. The function may write up to `size`
 * bytes to scratch. */
typedef const char *template_value(void *context, const char *name, char *scratch, size_t size);

enum template_style {
    TEMPLATE_PLAIN,  /* the value as it is */
    TEMPLATE_PATH,   /* part of an address: no spaces, controls, ? or # */
    TEMPLATE_QUERY,  /* percent-encoded */
    TEMPLATE_HEADER, /* no controls */
    TEMPLATE_XML     /* text of an element or an attribute: & < > and quotes escaped, no controls */
};

/* Appends the text with its names replaced. false and e (ERROR_CONFIG): a name without a value, or a value that
 * cannot stand there; e never quotes a value. */
MUST_CHECK bool template_expand(const char *text, enum template_style style, template_value *value,
                                void *context, struct buffer *out, struct error *e);
/* Appends a JSON document whose texts are templates, as compact JSON. A text that is nothing but {page}, {size},
 * {start}, {end}, {year}, {quarter}, {month}, {quarter?} or {month?} becomes a number. A member whose text is nothing
 * but {name?} is left out where the name has no value; value() is asked for "name?". false and e (ERROR_CONFIG) as
 * template_expand(), or where the document is nested too deep. */
MUST_CHECK bool template_json(const json_t *json, template_value *value, void *context, struct buffer *out,
                              struct error *e);

/* Calls see() with each name in the text; false where see() returned false, which ends the calls. */
bool template_names(const char *text, bool (*see)(void *context, const char *name), void *context);

#endif
