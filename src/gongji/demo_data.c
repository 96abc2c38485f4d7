/* The demo's institutions, catalogue and names. All of it is invented; the areas are real or, from
   980000, fictional and say so. */
#include <stdio.h>
#include <string.h>

#include "gongji/demo.h"

static const struct {
    gj_area area;
    const char *name;
} cities[] = {
    {110000, "北京"}, {410100, "郑州"},     {410300, "洛阳"},     {510100, "成都"},
    {430100, "长沙"}, {330100, "杭州"},     {650100, "乌鲁木齐"}, {620100, "兰州"},
    {440100, "广州"}, {980100, "示例甲市"}, {980200, "示例乙市"}, {990100, "邻省城"},
    {310000, "上海"}, {320500, "苏州"},     {440300, "深圳"},     {370100, "济南"},
    {370200, "青岛"}, {450100, "南宁"},     {500000, "重庆"},     {610100, "西安"},
    {610300, "宝鸡"}, {341100, "滁州"},
};

static const struct {
    const char *name;
    char letter;
    uint8_t kind, level, place;
    bool takes_wallet;
} kinds[] = {
    {"第一人民医院", 'H', GJ_PLACE_KIND_HOSPITAL, GJ_LEVEL_3, GJ_PLACE_PROVINCIAL_3A, true},
    {"第二医院", 'H', GJ_PLACE_KIND_HOSPITAL, GJ_LEVEL_2, GJ_PLACE_UNSAID, true},
    {"社区卫生服务中心", 'H', GJ_PLACE_KIND_HOSPITAL, GJ_LEVEL_COMMUNITY, GJ_PLACE_UNSAID, false},
    {"惠民药房", 'P', GJ_PLACE_KIND_PHARMACY, GJ_LEVEL_PHARMACY, GJ_PLACE_UNSAID, true},
    {"便民药店", 'P', GJ_PLACE_KIND_PHARMACY, GJ_LEVEL_PHARMACY, GJ_PLACE_UNSAID, false},
    {"区医院", 'H', GJ_PLACE_KIND_HOSPITAL, GJ_LEVEL_1, GJ_PLACE_UNSAID, true},
};

/* Drugs that a pharmacy sells, by invented names. */
static const struct {
    const char *name;
    struct gj_price price;
} drugs[GJ_DEMO_DRUGS] = {
    {"示例阿莫片", {GJ_LIST_A, 0, -1}},
    {"示例布洛胶囊", {GJ_LIST_A, 0, INT64_C(20000000)}},
    {"示例降压片", {GJ_LIST_B, 100000, -1}},
    {"示例降糖片", {GJ_LIST_B, 200000, INT64_C(35500000)}},
    {"示例感冒颗粒", {GJ_LIST_B, 50000, -1}},
    {"示例维生素片", {GJ_LIST_OUTSIDE, 0, -1}},
};

enum {
    CITIES = sizeof cities / sizeof cities[0],
    KINDS = sizeof kinds / sizeof kinds[0],
    PLAIN_ITEMS = 50,
    ITEMS = PLAIN_ITEMS + GJ_DEMO_DRUGS
};

const struct gj_institution *gj_demo_institutions(int *count_out)
{
    static struct gj_institution all[CITIES * KINDS];
    for (int c = 0; c < CITIES; c++) {
        for (int k = 0; k < KINDS; k++) {
            struct gj_institution *one = &all[c * KINDS + k];
            one->area = cities[c].area;
            one->kind = kinds[k].kind;
            one->level = kinds[k].level;
            one->place = kinds[k].place;
            one->designated = true;
            one->takes_wallet = kinds[k].takes_wallet;
            struct gj_writer code = gj_writer(one->code, sizeof one->code);
            gj_put_format(&code, "%c%06d%05d", kinds[k].letter, cities[c].area, k + 1);
            snprintf(one->name, sizeof one->name, "%s%s（示例）", cities[c].name, kinds[k].name);
        }
    }
    *count_out = CITIES * KINDS;
    return all;
}

/* Fifty invented items: thirty of class A, fifteen of class B with a first share of 10 %, five
   outside the list; every fifth has a price limit. Behind them a few drugs of pharmacies. */
const struct gj_item *gj_demo_items(int *count_out)
{
    static struct gj_item all[ITEMS];
    for (int i = 0; i < PLAIN_ITEMS; i++) {
        struct gj_item *one = &all[i];
        one->price.list_class = i < 30 ? GJ_LIST_A : i < 45 ? GJ_LIST_B : GJ_LIST_OUTSIDE;
        one->price.first_share_ppm = i >= 30 && i < 45 ? 100000 : 0;
        one->price.limit_micro = i % 5 == 4 ? INT64_C(50000000) + INT64_C(10000000) * i : -1;
        snprintf(one->code, sizeof one->code, "XDEMO%04d", i + 1);
        snprintf(one->name, sizeof one->name, "示例%s%02d", i % 2 ? "药品" : "诊疗", i + 1);
    }
    for (int i = 0; i < GJ_DEMO_DRUGS; i++) {
        struct gj_item *one = &all[PLAIN_ITEMS + i];
        one->price = drugs[i].price;
        snprintf(one->code, sizeof one->code, "XDRUG%04d", i + 1);
        snprintf(one->name, sizeof one->name, "%s", drugs[i].name);
    }
    for (int i = 0; i < ITEMS; i++) {
        all[i].from = gj_day_from_civil(2020, 1, 1);
        all[i].to = GJ_DAY_MAX;
    }
    *count_out = ITEMS;
    return all;
}
