/* The province's place among all provinces by the score that the national portal publishes (manifest
 * evaluation_national: figures NATIONAL_TOTAL of the provinces). Source: the portal's page "Đánh giá chất lượng phục
 * vụ", request with departmentType ADMINISTRATIVE_UNIT. */
#ifndef MOTCUA_NATIONAL_H
#define MOTCUA_NATIONAL_H

#include "metric/figure.h"

#define NATIONAL_TOTAL "NATIONAL_TOTAL"

struct national_place {
    bool known;
    size_t unit;     /* the province */
    int place;       /* 1 best; provinces with equal scores share a place (1-2-2-4) */
    size_t of;       /* provinces with a published score */
    int64_t score;   /* points x FIGURE_SCALE */
    moment observed; /* when a poll first saw the portal publish this score */
};

/* Returns the place of the province whose code begins the codes of the units with dossiers or figures (H21 of
 * H21.227.02). known false: the province has no published score, or the units belong to several provinces that have
 * one. */
struct national_place national_place_find(const struct unit_set *units, const struct figure_set *figures);

#endif
