/* Plans the demo's people: first the persons of the tour, then families drawn at random. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/idnumber.h"
#include "gongji/demo.h"

/* The persons of the tour. Bonds below name them by their place here. */
static const struct gj_demo_person cast[] = {
    {.name = "王建国",
     .area = 410100,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_RETIRED,
     .sex = 1,
     .birth_year = 1955,
     .monthly_fen = 400},
    {.name = "王小芳",
     .area = 410300,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_WORKING,
     .sex = 2,
     .birth_year = 1985,
     .monthly_fen = 16000,
     .wallet = true},
    {.name = "陈玉兰",
     .area = 980100,
     .scheme = GJ_SCHEME_RESIDENT,
     .working = GJ_WORKING,
     .sex = 2,
     .birth_year = 1950,
     .wallet = true},
    {.name = "陈志强",
     .area = 980200,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_WORKING,
     .sex = 1,
     .birth_year = 1980,
     .monthly_fen = 20000,
     .wallet = true},
    {.name = "李秀英",
     .area = 110000,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_RETIRED,
     .sex = 2,
     .birth_year = 1953,
     .monthly_fen = 10000},
    {.name = "李明远",
     .area = 110000,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_WORKING,
     .sex = 1,
     .birth_year = 1981,
     .monthly_fen = 24000,
     .wallet = true},
    {.name = "李红梅",
     .area = 110000,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_WORKING,
     .sex = 2,
     .birth_year = 1984,
     .monthly_fen = 18000},
    {.name = "周阿妹",
     .area = 330100,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_RETIRED,
     .sex = 2,
     .birth_year = 1956,
     .monthly_fen = 5000},
    {.name = "周文斌",
     .area = 330100,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_WORKING,
     .sex = 1,
     .birth_year = 1988,
     .monthly_fen = 20000,
     .late = true},
    {.name = "赵国庆",
     .area = 620100,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_RETIRED,
     .sex = 1,
     .birth_year = 1954,
     .monthly_fen = 8000},
    {.name = "黄志明",
     .area = 440100,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_WORKING,
     .sex = 1,
     .birth_year = 1979,
     .monthly_fen = 22000},
    {.name = "孙勇",
     .area = 410100,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_WORKING,
     .sex = 1,
     .birth_year = 1990,
     .monthly_fen = 15000,
     .status = GJ_STATUS_SUSPENDED},
    {.name = "钱进",
     .area = 410100,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_WORKING,
     .sex = 1,
     .birth_year = 1983,
     .monthly_fen = 15000,
     .frozen = true},
    {.name = "吴秀兰",
     .area = 430100,
     .scheme = GJ_SCHEME_RESIDENT,
     .working = GJ_WORKING,
     .sex = 2,
     .birth_year = 1960},
    {.name = "吴大伟",
     .area = 430100,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_WORKING,
     .sex = 1,
     .birth_year = 1986,
     .monthly_fen = 17000,
     .wallet = true},
    {.name = "钱桂英",
     .area = 410100,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_RETIRED,
     .sex = 2,
     .birth_year = 1957,
     .monthly_fen = 3000},
    {.name = "马德福",
     .area = 341100,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_RETIRED,
     .sex = 1,
     .birth_year = 1952,
     .monthly_fen = 2000,
     .wallet = true},
    {.name = "马丽",
     .area = 320500,
     .scheme = GJ_SCHEME_EMPLOYEE,
     .working = GJ_WORKING,
     .sex = 2,
     .birth_year = 1982,
     .monthly_fen = 22000,
     .wallet = true},
    /* would pay for her sister, but has no account: a resident */
    {.name = "周玉珍",
     .area = 330100,
     .scheme = GJ_SCHEME_RESIDENT,
     .working = GJ_WORKING,
     .sex = 2,
     .birth_year = 1960},
};

static const struct gj_demo_bond cast_bonds[] = {
    {1, 0, GJ_RELATION_PARENT, 1, -1, false},    {3, 2, GJ_RELATION_PARENT, 1, -1, false},
    {5, 4, GJ_RELATION_PARENT, 1, 20000, false}, {6, 4, GJ_RELATION_PARENT, 2, -1, false},
    {8, 7, GJ_RELATION_PARENT, 1, -1, false},    {14, 13, GJ_RELATION_PARENT, 1, -1, false},
    {18, 7, GJ_RELATION_SIBLING, 2, -1, false},
};

/* Where a family's parents live and where their child does: in one city, in two cities of a
   province, or in two provinces. Every area with outpatient rules is among them, one whose rules are
   not known (620100) and one that is closed to wallets (440100). */
static const struct home {
    gj_area parents, child;
} homes[] = {
    {410100, 410100}, {410100, 410100}, {410100, 410300}, {410300, 410300}, {110000, 110000},
    {510100, 510100}, {430100, 430100}, {330100, 330100}, {650100, 650100}, {980100, 980100},
    {980100, 980200}, {980200, 980200}, {990100, 990100}, {980100, 990100}, {310000, 310000},
    {341100, 310000}, {320500, 320500}, {341100, 320500}, {440300, 440300}, {450100, 440300},
    {370100, 370100}, {370200, 370200}, {370100, 370200}, {450100, 450100}, {500000, 500000},
    {500000, 510100}, {610100, 610100}, {610300, 610300}, {610300, 610100}, {341100, 341100},
    {620100, 620100}, {440100, 440100},
};

static const char *const surnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄",
                                       "周", "吴", "徐", "孙", "胡", "朱", "高", "林"};
static const char *const given[] = {"伟", "芳", "娜", "敏", "静",   "丽",   "强",   "磊",
                                    "洋", "艳", "勇", "军", "杰",   "娟",   "涛",   "明",
                                    "超", "霞", "平", "刚", "桂兰", "玉珍", "建华", "秀珍"};

enum { CAST = sizeof cast / sizeof cast[0], CAST_BONDS = sizeof cast_bonds / sizeof cast_bonds[0] };

#define PICK(random, list)                                                                         \
    (list)[gj_random_between((random), 0, (int64_t)(sizeof(list) / sizeof((list)[0])) - 1)]

/* An identity number with a birth day of 1 January and a right check digit. Place and order digits
   come from the place in the plan, so that no two are alike; the order is odd for men. */
static void give_document(struct gj_demo_person *person, int index)
{
    int place = person->area + 1 + index / 500 % 90;
    int order = (index * 2 + (person->sex == 1)) % 1000;
    struct gj_writer writer = gj_writer(person->document, sizeof person->document);
    gj_put_format(&writer, "%06d%04d0101%03d", place, person->birth_year, order);
    GJ_MUST(writer.length == 17);
    char check = gj_idnumber_check(person->document);
    gj_put(&writer, (struct gj_slice){&check, 1});
}

static struct gj_demo_person *add_person(struct gj_demo *demo, struct gj_demo_person person)
{
    struct gj_demo_person *made = &demo->people[demo->people_count];
    *made = person;
    give_document(made, demo->people_count++);
    return made;
}

static struct gj_demo_person draw(struct gj_demo *demo, gj_area area, const char *surname, int born)
{
    struct gj_random *random = &demo->random;
    struct gj_demo_person person = {.area = area, .birth_year = (int16_t)born};
    bool old = born < 1965;
    person.sex = (uint8_t)gj_random_between(random, 1, 2);
    bool resident = gj_random_between(random, 0, 9) < (old ? 3 : 1);
    person.scheme = resident ? GJ_SCHEME_RESIDENT : GJ_SCHEME_EMPLOYEE;
    person.working = old && !resident ? GJ_RETIRED : GJ_WORKING;
    person.monthly_fen = resident ? 0 : old ? 6000 : gj_random_between(random, 80, 300) * 100;
    person.wallet = gj_random_between(random, 0, 3) == 0;
    /* Shanghai tells the retired apart by the day of their retirement. */
    person.group = area == 310000 && old ? GJ_GROUP_RETIREMENT_DATE_A : GJ_GROUP_UNSAID;
    snprintf(person.name, sizeof person.name, "%s%s", surname, PICK(random, given));
    return person;
}

/* Two parents and a child who pays for them when employed: through a binding, or from another
   province through the wallet, which then both sides open. */
static void add_family(struct gj_demo *demo, int room)
{
    struct gj_random *random = &demo->random;
    struct home home = PICK(random, homes);
    const char *surname = PICK(random, surnames);
    bool apart = gj_area_province(home.parents) != gj_area_province(home.child);
    int born = (int)gj_random_between(random, 1946, 1962), first = demo->people_count;
    struct gj_demo_person *child = add_person(demo, draw(demo, home.child, surname, born + 28));
    child->wallet |= apart;
    for (int i = 1; i < room && i < 3; i++) {
        add_person(demo, draw(demo, home.parents, surname, born + i))->wallet |= apart;
        if (child->scheme == GJ_SCHEME_EMPLOYEE)
            demo->bonds[demo->bonds_count++] = (struct gj_demo_bond){
                first, first + i, GJ_RELATION_PARENT, 0, GJ_FEN_UNLIMITED, apart};
    }
}

void gj_demo_plan(struct gj_demo *demo, int people, uint64_t seed)
{
    *demo = (struct gj_demo){.random = gj_random(seed), .cast_count = CAST};
    demo->institutions = gj_demo_institutions(&demo->institutions_count);
    demo->items = gj_demo_items(&demo->items_count);
    int room = people > CAST ? people : CAST;
    demo->people = calloc((size_t)room, sizeof *demo->people);
    demo->bonds = calloc((size_t)room + CAST_BONDS, sizeof *demo->bonds);
    GJ_MUST(demo->people && demo->bonds);
    for (int i = 0; i < CAST; i++)
        add_person(demo, cast[i]);
    for (; demo->bonds_count < CAST_BONDS; demo->bonds_count++)
        demo->bonds[demo->bonds_count] = cast_bonds[demo->bonds_count];
    while (demo->people_count < room)
        add_family(demo, room - demo->people_count);
}

void gj_demo_free(struct gj_demo *demo)
{
    free(demo->people);
    free(demo->bonds);
}
