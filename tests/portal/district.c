#include "district.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    COMMUNES_TWO_DIGITS = 40,
    TOWN_CODE = 41,
    DEPARTMENT_CODE = 51,
    COMMUNE_LONG_CODE = 100,
    SLOTS_PER_UNIT_MAX = 10
};

static const struct field ho_tich = {"G15-TP01", "Hộ tịch"};
static const struct field chung_thuc = {"G15-TP02", "Chứng thực"};
static const struct field dat_dai = {"G13-TN01", "Đất đai"};
static const struct field bao_tro = {"G12-LD03", "Bảo trợ xã hội"};
static const struct field nguoi_co_cong = {"G12-LD05", "Người có công"};
static const struct field ho_kinh_doanh = {"G05-KH01", "Thành lập hộ kinh doanh"};
static const struct field xay_dung = {"G11-XD02", "Xây dựng"};

static const struct procedure of_commune[] = {
    {"1.001101", &ho_tich, 4, 8000, 1},     {"1.001102", &ho_tich, 4, 0, 3},
    {"1.001103", &ho_tich, 3, 5000, 5},     {"1.001111", &chung_thuc, 2, 15000, 0},
    {"1.001112", &chung_thuc, 4, 10000, 0}, {"1.001113", &chung_thuc, 3, 20000, 1},
    {"1.001121", &dat_dai, 2, 0, 15},       {"1.001122", &dat_dai, 3, 60000, 20},
    {"1.001131", &bao_tro, 4, 0, 10},       {"1.001132", &bao_tro, 2, 0, 7},
};
static const struct procedure of_labour[] = {{"1.001201", &bao_tro, 4, 0, 10},
                                             {"1.001202", &bao_tro, 3, 0, 7},
                                             {"1.001211", &nguoi_co_cong, 2, 0, 15}};
static const struct procedure of_finance[] = {{"1.001221", &ho_kinh_doanh, 4, 50000, 3},
                                              {"1.001222", &ho_kinh_doanh, 4, 30000, 3},
                                              {"1.001223", &ho_kinh_doanh, 3, 0, 5}};
static const struct procedure of_justice[] = {{"1.001231", &ho_tich, 4, 25000, 3},
                                              {"1.001232", &ho_tich, 3, 0, 5},
                                              {"1.001241", &chung_thuc, 4, 10000, 0}};
static const struct procedure of_works[] = {{"1.001251", &xay_dung, 4, 60000, 15},
                                            {"1.001252", &xay_dung, 3, 50000, 20},
                                            {"1.001253", &xay_dung, 2, 0, 10}};
static const struct procedure of_land[] = {{"1.001261", &dat_dai, 3, 60000, 15},
                                           {"1.001262", &dat_dai, 2, 0, 20},
                                           {"1.001263", &dat_dai, 4, 15000, 10}};

static const struct {
    const char *name;
    const struct procedure *procedures;
    uint32_t count;
} departments_known[] = {
    {"Phòng Lao động, Thương binh và Xã hội", of_labour, sizeof(of_labour) / sizeof(of_labour[0])},
    {"Phòng Tài chính - Kế hoạch", of_finance, sizeof(of_finance) / sizeof(of_finance[0])},
    {"Phòng Tư pháp", of_justice, sizeof(of_justice) / sizeof(of_justice[0])},
    {"Phòng Kinh tế và Hạ tầng", of_works, sizeof(of_works) / sizeof(of_works[0])},
    {"Phòng Tài nguyên và Môi trường", of_land, sizeof(of_land) / sizeof(of_land[0])},
};
enum { DEPARTMENTS_KNOWN = sizeof(departments_known) / sizeof(departments_known[0]) };

/* Between low and high of 10,000; an office's general quality carries over to each of its rates. */
static int propensity(struct dice *d, uint32_t quality, int low, int high)
{
    int mixed = (int)(35 * quality + 65 * dice_below(d, 1000)) / 100;
    int p = low + (high - low) * mixed / 1000;
    return p > 9950 ? 9950 : p < 0 ? 0 : p;
}

static void unit_draw(struct unit *u, uint64_t seed, size_t index)
{
    struct dice d = dice_of(seed, index, DICE_UNIT);
    uint32_t quality = dice_below(&d, 1000);
    u->online = propensity(&d, quality, 4800, 11900);
    u->paid = propensity(&d, quality, -300, 9800);
    u->digitized = propensity(&d, quality, 1900, 12000);
    u->electronic = propensity(&d, quality, 1900, 12500);
    u->late = propensity(&d, 999 - quality, 50, 1000);
}

static void commune_name(struct unit *u, size_t number, size_t communes)
{
    if (number == communes) {
        (void)snprintf(u->code, sizeof(u->code), "H99.22.%d", TOWN_CODE);
        (void)snprintf(u->name, sizeof(u->name), "UBND thị trấn Mẫu");
        return;
    }
    if (communes > COMMUNES_TWO_DIGITS)
        (void)snprintf(u->code, sizeof(u->code), "H99.22.%zu", COMMUNE_LONG_CODE + number);
    else
        (void)snprintf(u->code, sizeof(u->code), "H99.22.%02zu", number);
    (void)snprintf(u->name, sizeof(u->name), "UBND xã Mẫu %02zu", number);
}

static void department_name(struct unit *u, size_t index)
{
    (void)snprintf(u->code, sizeof(u->code), "H99.22.%zu", DEPARTMENT_CODE + index);
    if (index < DEPARTMENTS_KNOWN)
        (void)snprintf(u->name, sizeof(u->name), "%s", departments_known[index].name);
    else
        (void)snprintf(u->name, sizeof(u->name), "Phòng Mẫu %02zu", index + 1);
    u->department = true;
    u->procedures = departments_known[index % DEPARTMENTS_KNOWN].procedures;
    u->procedure_count = departments_known[index % DEPARTMENTS_KNOWN].count;
}

static void district_slots(struct district *d, uint64_t seed, size_t communes)
{
    for (size_t i = 0; i < d->count; i++) {
        struct dice dice = dice_of(seed, i + d->count, DICE_UNIT);
        uint32_t volume = i + 1 == communes ? 9 : d->units[i].department ? 6 : 4 + dice_below(&dice, 5);
        for (uint32_t k = 0; k < volume; k++)
            d->slots[d->slot_count++] = (uint16_t)i;
    }
}

bool district_open(struct district *d, uint64_t seed, size_t communes, size_t departments)
{
    *d = (struct district){.count = communes + departments};
    d->units = calloc(d->count, sizeof(*d->units));
    d->slots = calloc(d->count * SLOTS_PER_UNIT_MAX, sizeof(*d->slots));
    if (!d->units || !d->slots) {
        district_close(d);
        return false;
    }
    for (size_t i = 0; i < d->count; i++) {
        struct unit *u = &d->units[i];
        u->procedures = of_commune;
        u->procedure_count = sizeof(of_commune) / sizeof(of_commune[0]);
        if (i < communes)
            commune_name(u, i + 1, communes);
        else
            department_name(u, i - communes);
        unit_draw(u, seed, i);
    }
    district_slots(d, seed, communes);
    return true;
}

void district_close(struct district *d)
{
    free(d->units);
    free(d->slots);
    *d = (struct district){0};
}
