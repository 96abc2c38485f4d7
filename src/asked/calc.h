/* Inside of asked: what the calculations of the verb calc share: the head that every one has, the
   figures that a question may say itself, and the end of every answer. */
#ifndef GJ_ASKED_CALC_H
#define GJ_ASKED_CALC_H

#include "asked/inside.h"
#include "policy/calc.h"

/* The first members of every input of a calculation. */
struct gj_asked_head {
    gj_area area;
    gj_day date;
};

/* The first fields of every table: bits 1 and 2 of what was said. */
#define GJ_ASKED_HEAD                                                                              \
    {"area", GJ_ASKED_AREA, offsetof(struct gj_asked_head, area), 0, 0, NULL},                     \
        {"date", GJ_ASKED_DAY, offsetof(struct gj_asked_head, date), 0, 0, NULL},                  \
        {"id", GJ_ASKED_SKIP, 0, 0, 0, NULL}, {"calc", GJ_ASKED_SKIP, 0, 0, 0, NULL},              \
    {                                                                                              \
        "rules", GJ_ASKED_SKIP, 0, 0, 0, NULL                                                      \
    }
enum { GJ_ASKED_AREA_BIT = 1, GJ_ASKED_DATE_BIT = 2, GJ_ASKED_FIRST_BIT = 32 };

/* A figure a question may say itself in place of a row. */
#define GJ_ASKED_FIGURE(name)                                                                      \
    {                                                                                              \
        name, GJ_ASKED_SKIP, 0, 0, 0, NULL                                                         \
    }
struct gj_asked_figure {
    const char *member;
    enum gj_key key;
    int param;
};

/* One calculation: its fields, which of them must be said, its figures, and what is done. `run`
   fills the answer or returns false after a fault. */
typedef bool gj_asked_run(struct gj_asked_reader *reader, struct json_object *question,
                          uint32_t seen, struct json_object *answer);

/* Reads the question by a table into `target`, asks for the fields in `need` (bits), lays rules and
   figures over the packs. */
bool gj_asked_calc_read(struct gj_asked_reader *reader, struct json_object *question,
                        const struct gj_asked_field *fields, size_t count, uint32_t need,
                        void *target, uint32_t *seen_out);
bool gj_asked_calc_lay(struct gj_asked_reader *reader, struct json_object *question,
                       const struct gj_asked_figure *figures, size_t count);

/* Begins a calculation for the head's area and day. */
void gj_asked_calc_begin(struct gj_calc *calc, const struct gj_asked_reader *reader,
                         const struct gj_asked_head *head, enum gj_scheme scheme);
/* When there is no result at all, says so in its place: false. */
bool gj_asked_calc_has(struct json_object *answer, const struct gj_calc *calc, bool any);
/* What every answer ends with: missing keys, rows, keys not found, the pack set. */
void gj_asked_calc_end(struct json_object *answer, const struct gj_calc *calc);

/* Members of an answer; null where the part is not known. */
void gj_asked_put_fen(struct json_object *answer, const char *name, gj_fen fen);
void gj_asked_put_count(struct json_object *answer, const char *name, int64_t number);
void gj_asked_put_ratio(struct json_object *answer, const char *name, gj_ppm ratio);
/* Millionths as decimal text without needless zeros: "15.5". */
void gj_asked_put_decimal(struct json_object *answer, const char *name, int64_t micro);
void gj_asked_put_day(struct json_object *answer, const char *name, gj_day day);
void gj_asked_put_month(struct json_object *answer, const char *name, gj_month month);

typedef bool gj_asked_calculate(struct gj_asked_reader *reader, struct json_object *question,
                                struct json_object *answer);
/* calc_money.c */
gj_asked_calculate gj_asked_contribution, gj_asked_credit, gj_asked_premium;
/* calc_bills.c */
gj_asked_calculate gj_asked_pooled, gj_asked_share;
/* calc_life.c */
gj_asked_calculate gj_asked_maternity, gj_asked_maternity_days, gj_asked_waiting,
    gj_asked_filing_ratio, gj_asked_lifetime, gj_asked_incentive;
/* calc_age.c */
gj_asked_calculate gj_asked_least_years, gj_asked_retirement, gj_asked_pension;

#endif
