/* The statements of an SQL script, one by one, because a server runs several statements of one message as one
 * command, which a distributed store refuses. */
#ifndef MOTCUA_STORE_STATEMENT_H
#define MOTCUA_STORE_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

/* Gives the next statement of *text as *begin and *n, without its semicolon and the blanks and comments before its
 * first word; *text then points behind the statement. A semicolon inside of a text ('', E'\''), a name (""), a body
 * ($tag$), or a comment (line, or block, which PostgreSQL nests) ends no statement; nor does a semicolon between
 * parentheses (CREATE RULE) or between BEGIN ATOMIC and END. false: no statement is left. A text or body that the
 * script leaves open belongs to the last statement, and the server tells the fault. */
bool statement_next(const char **text, const char **begin, size_t *n);

#endif
