/* Where the page of a unit is. */
#ifndef MOTCUA_SERVE_UNIT_ADDRESS_H
#define MOTCUA_SERVE_UNIT_ADDRESS_H

#include "base/buffer.h"

/* Appends text with everything escaped that a part of an address or an attribute cannot hold. */
void unit_address_escape(struct buffer *out, const char *text);
/* Appends "/don-vi/CODE" with everything escaped that an address or attribute cannot hold. */
void unit_address_put(struct buffer *out, const char *code);

#endif
