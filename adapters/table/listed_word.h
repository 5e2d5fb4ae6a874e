/* A word of a code list in a cell that says more: "Đang xử lý (Quá hạn)", "Toàn trình (mức 4)", "Hồ sơ đang xử lý". */
#ifndef MOTCUA_ADAPTERS_TABLE_LISTED_WORD_H
#define MOTCUA_ADAPTERS_TABLE_LISTED_WORD_H

#include "adapters/manifest/rule.h"

/* The word of the rule's list that the text says, whose words (base/words.h) are known already; NULL: the text says no word of the
 * list, words of different values, or more than can be passed over. What is passed over: numbers, dates, and how much
 * time is left or was exceeded. Anything else in brackets may change the meaning ("Đang xử lý (xin rút)"). Borrowed from
 * the rule. false: no memory. */
MUST_CHECK bool listed_word(const struct rule *list, const char *words, const char *text,
                            const struct rule_word **out);

#endif
