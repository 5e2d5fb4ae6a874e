/* What the portal saw: for the tests that check how a collector behaves. All functions may be called from any
 * thread. */
#ifndef PORTAL_STATE_H
#define PORTAL_STATE_H

#include "text.h"

struct state;

struct state *state_open(void); /* NULL: out of memory */
void state_close(struct state *s);
void state_begin(struct state *s, const char *method, const char *path, const char *uri, const char *agent);
void state_end(struct state *s);
void state_rows(struct state *s, uint64_t n);
void state_recalculate(struct state *s);
void state_login(struct state *s);
void state_unchanged(struct state *s); /* a reply was not sent: the client has it */
void state_sweep(struct state *s);     /* a listing was read to its last row */
uint64_t state_sweeps(struct state *s);
void state_write(struct state *s, struct text *out);     /* JSON */
void state_write_log(struct state *s, struct text *out); /* a line per request */

#endif
