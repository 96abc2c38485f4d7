/* A small pack set in memory; see small.h. */
#include "pack/small.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char areas[] = "areas:\n"
                            "  - {code: \"100000\", name: 全国, kind: nation}\n"
                            "  - {code: \"410000\", name: 河南省, kind: province}\n"
                            "  - {code: \"410100\", name: 郑州市, kind: city}\n"
                            "  - {code: \"980100\", name: 甲市, kind: city, fictional: \"yes\"}\n";
static const char sources[] =
    "sources:\n"
    "  - {id: \"S-1\", title: \"one\", number: \"1号\", issued: \"2021\"}\n"
    "  - {id: \"S-2\", title: \"two\", confidence: primary}\n";
static const char nation[] =
    "area: \"100000\"\n"
    "name: 全国\n"
    "rows:\n"
    "  bound.outpatient_ratio_min:\n"
    "    - {from: \"2021-01-01\", to: \"2030-01-01\", scheme: employee, value: \"0.50\", "
    "cite: \"S-1\", confidence: primary}\n"
    "  bound.filing_cut_other_max:\n"
    "    - {from: \"2021-01-01\", value: \"0.15\", cite: \"S-1\", confidence: primary}\n";

/* A province that allows its cities no filing under nine months, and has eight itself. */
static const char province[] =
    "area: \"410000\"\n"
    "name: 河南省\n"
    "rows:\n"
    "  filing.months:\n"
    "    - {from: \"2021-01-01\", value: \"8\", cite: \"S-1\", confidence: primary}\n"
    "  bound.filing_months_min:\n"
    "    - {from: \"2021-01-01\", to: \"2030-01-01\", value: \"9\", cite: \"S-1\", "
    "confidence: primary}\n";

enum gj_status small_load_bytes(const char *text, size_t length, struct gj_pack_set **set_out,
                                struct gj_why *why)
{
    const struct gj_pack_file files[] = {{"41-henan/410100.yaml", {text, length}},
                                         {"sources.yaml", GJ_SLICE(sources)},
                                         {"areas.yaml", GJ_SLICE(areas)},
                                         {"41-henan/410000.yaml", GJ_SLICE(province)},
                                         {"national/100000.yaml", GJ_SLICE(nation)}};
    return gj_pack_load_files(files, 5, (struct gj_pack_options){0}, set_out, why);
}

struct gj_pack_set *small_load(const char *text)
{
    struct gj_pack_set *set = NULL;
    struct gj_why why = {0};
    if (small_load_bytes(text, strlen(text), &set, &why))
        fail_msg("%s", why.text);
    return set;
}

void small_refuses(const char *text, const char *place, const char *words)
{
    struct gj_pack_set *set = NULL;
    struct gj_why why = {0};
    enum gj_status status = small_load_bytes(text, strlen(text), &set, &why);
    if (!status)
        fail_msg("accepted:\n%s", text);
    assert_int_equal(status, GJ_BAD_INPUT);
    assert_null(set);
    char start[80];
    snprintf(start, sizeof start, "41-henan/410100.yaml:%s: ", place);
    if (strncmp(why.text, start, strlen(start)) != 0 || !strstr(why.text, words))
        fail_msg("wanted %s...%s\nfound  %s", start, words, why.text);
}
