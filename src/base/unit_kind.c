#include "base/unit_kind.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* First words of office names, folded; the first that fits decides. A city that the
 * central government runs is a province; other cities, like towns (thị xã), were of district rank. */
static const struct {
    const char *start, *kind;
} names[] = {
    {"tinh ", "province"},
    {"thanh pho ha noi", "province"},
    {"thanh pho ho chi minh", "province"},
    {"thanh pho hai phong", "province"},
    {"thanh pho da nang", "province"},
    {"thanh pho can tho", "province"},
    {"thanh pho hue", "province"},
    {"thanh pho dong nai", "province"},
    {"thanh pho ", "district"},
    {"huyen ", "district"},
    {"thi xa ", "district"},
    {"quan ", "district"},
    {"xa ", "commune"},
    {"phuong ", "commune"},
    {"thi tran ", "commune"},
    {"dac khu ", "commune"},
    {"phong ", "department"},
    {"so ", "department"},
    {"ban ", "department"},
    {"thanh tra ", "department"},
    {"chi cuc ", "department"},
    {"van phong ", "department"},
    {"trung tam ", "department"},
};

static const char *const prefixes[] = {"ubnd ", "uy ban nhan dan "};

const char *unit_kind_of(const char *name)
{
    char *folded = text_fold(name);
    const char *kind = "other", *start = folded ? folded : "";
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(start, prefixes[i], strlen(prefixes[i])) == 0)
            start += strlen(prefixes[i]);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(start, names[i].start, strlen(names[i].start)) == 0) {
            kind = names[i].kind;
            break;
        }
    free(folded);
    return kind;
}

/* NULL instead of "other", so that a store keeps no kind and a later name of the unit may tell one. */
const char *unit_kind_told(const char *name)
{
    const char *kind = name ? unit_kind_of(name) : "other";
    return strcmp(kind, "other") == 0 ? NULL : kind;
}

int unit_kind_place(const char *kind)
{
    static const char *const kinds[] = {"commune", "district", "department", "other", "province"};
    int place = 0;
    while (place < (int)(sizeof kinds / sizeof *kinds) && (!kind || strcmp(kinds[place], kind) != 0))
        place++;
    return place;
}

const char *unit_kind_words(const char *kind)
{
    static const struct {
        const char *kind, *words;
    } all[] = {{"province", N_("Provinces")},
               {"district", N_("Districts")},
               {"commune", N_("Communes")},
               {"department", N_("Departments")}};
    for (size_t i = 0; kind && i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].kind, kind) == 0)
            return _(all[i].words);
    return _("Other offices");
}
