/* The address of a unit's page. */
#ifndef MOTCUA_SERVE_UNIT_ADDRESS_H
#define MOTCUA_SERVE_UNIT_ADDRESS_H

#include "base/buffer.h"

/* Appends text with each letter percent-encoded that a part of an address or an attribute cannot hold. */
void unit_address_escape(struct buffer *out, const char *text);
/* Appends "/don-vi/CODE", with the code percent-encoded in the same way. */
void unit_address_put(struct buffer *out, const char *code);

#endif
