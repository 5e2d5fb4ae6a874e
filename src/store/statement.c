#include "store/statement.h"

#include <string.h>
#include <strings.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_inside(char c) /* a letter of a name, behind its first */
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '$';
}

/* The place behind the quote that ends the text at p; a doubled quote does not end the text. */
static const char *quoted_end(const char *p, bool escapes)
{
    char quote = *p++;
    for (; *p; p++) {
        if ((escapes && *p == '\\' && p[1]) || (*p == quote && p[1] == quote))
            p++;
        else if (*p == quote)
            return p + 1;
    }
    return p;
}

static const char *comment_end(const char *p)
{
    if (*p == '-')
        return p + strcspn(p, "\n");
    int depth = 0;
    while (*p) {
        bool opens = p[0] == '/' && p[1] == '*', closes = p[0] == '*' && p[1] == '/';
        depth += opens - closes;
        p += opens || closes ? 2 : 1;
        if (depth == 0)
            break;
    }
    return p;
}

static bool is_comment(const char *p)
{
    return (p[0] == '-' && p[1] == '-') || (p[0] == '/' && p[1] == '*');
}

/* The length of $$ or $tag$ at p; 0: neither. A tag does not begin with a digit, because $1 is a parameter. */
static size_t tag_length(const char *p)
{
    size_t n = 1;
    if (is_letter(p[n]))
        while (is_letter(p[n]) || (p[n] >= '0' && p[n] <= '9'))
            n++;
    return p[n] == '$' ? n + 1 : 0;
}

static const char *body_end(const char *p, size_t tag)
{
    for (const char *q = p + tag; *q; q++)
        if (*q == '$' && strncmp(q, p, tag) == 0)
            return q + tag;
    return p + strlen(p);
}

/* The end of a word; an E before a quote makes backslashes escape in that text. *atomic: how many ENDs are due, of
 * BEGIN ATOMIC and of a CASE inside such a body. */
static const char *word_end(const char *p, int *atomic)
{
    const char *from = p;
    while (is_inside(*p))
        p++;
    size_t n = (size_t)(p - from);
    if (n == 1 && (*from == 'E' || *from == 'e') && *p == '\'')
        return quoted_end(p, true);
    if ((n == 6 && strncasecmp(from, "atomic", 6) == 0) ||
        (*atomic && n == 4 && strncasecmp(from, "case", 4) == 0))
        (*atomic)++;
    else if (*atomic && n == 3 && strncasecmp(from, "end", 3) == 0)
        (*atomic)--;
    return p;
}

static const char *token_end(const char *p, int *parentheses, int *atomic)
{
    if (is_comment(p))
        return comment_end(p);
    if (*p == '\'' || *p == '"')
        return quoted_end(p, false);
    if (*p == '$' && tag_length(p))
        return body_end(p, tag_length(p));
    if (is_letter(*p))
        return word_end(p, atomic);
    *parentheses += (*p == '(') - (*p == ')');
    return p + 1;
}

/* The end of blanks, comments, and semicolons without a statement. */
static const char *gap_end(const char *p)
{
    for (;;) {
        p += strspn(p, " \t\r\n\f\v;");
        if (!is_comment(p))
            return p;
        p = comment_end(p);
    }
}

bool statement_next(const char **text, const char **begin, size_t *n)
{
    int parentheses = 0, atomic = 0;
    const char *p = gap_end(*text);
    *begin = p;
    while (*p && (*p != ';' || parentheses > 0 || atomic > 0))
        p = token_end(p, &parentheses, &atomic);
    *n = (size_t)(p - *begin);
    *text = p;
    return *n > 0;
}
