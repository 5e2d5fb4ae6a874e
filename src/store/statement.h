/* The statements of an SQL script, one after the other: a server that is sent several at once runs them as one
 * command, which a distributed store refuses. */
#ifndef MOTCUA_STORE_STATEMENT_H
#define MOTCUA_STORE_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

/* The next statement of *text, without its semicolon and without what stands before its first word; *text goes
 * on behind it. A semicolon inside of a text ('', E'\''), a name (""), a body ($tag$), or a comment (line, or block,
 * which PostgreSQL nests) parts nothing; nor does one between parentheses (CREATE RULE) or between BEGIN ATOMIC and
 * END. false: there is none left. What is left open at the end of the script belongs to the last statement: the
 * server tells what is wrong with it. */
bool statement_next(const char **text, const char **begin, size_t *n);

#endif
