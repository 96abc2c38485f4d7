#include "messages.h"

#include <stdio.h>

#define RECEIVED (gj_time_at(gj_day_from_civil(2025, 9, 1), 10, 30, 5) + 123)

#define LINE                                                                                       \
    "{\"feedetl_sn\":\"S1\",\"mdtrt_id\":\"" VISIT "\",\"psn_no\":\"" PSN_NO                       \
    "\",\"chrg_bchno\":\"B1\",\"dise_codg\":\"M01\",\"rxno\":\"R1\",\"rx_circ_flag\":\"0\","       \
    "\"fee_ocur_time\":\"2025-09-01 09:10:00\",\"med_list_codg\":\"XA01\","                        \
    "\"medins_list_codg\":\"H-1\",\"det_item_fee_sumamt\":12.50,\"cnt\":2.5,\"pric\":5.000000,"    \
    "\"sin_dos_dscr\":\"1片\",\"used_frqu_dscr\":\"bid\",\"prd_days\":7.5,"                       \
    "\"medc_way_dscr\":\"口服\",\"bilg_dept_codg\":\"D1\",\"bilg_dept_name\":\"内科\","        \
    "\"bilg_dr_codg\":\"K1\",\"bilg_dr_name\":\"张三\",\"hosp_appr_flag\":\"1\","                \
    "\"tcmdrug_used_way\":\"1\",\"etip_flag\":\"0\",\"etip_hosp_code\":\"H9\","                    \
    "\"dscg_tkdrug_flag\":\"0\",\"matn_fee_flag\":\"0\"}"

#define BILL                                                                                       \
    "\"psn_no\":\"" PSN_NO "\",\"mdtrt_cert_type\":\"02\",\"med_type\":\"11\","                    \
    "\"medfee_sumamt\":175.50,\"psn_setlway\":\"01\",\"mdtrt_id\":\"" VISIT "\","                  \
    "\"chrg_bchno\":\"B1\",\"acct_used_flag\":\"1\",\"insutype\":\"310\","                         \
    "\"mdtrt_cert_no\":\"" ID_CARD "\""

#define SALE                                                                                       \
    "\"psn_no\":\"" PSN_NO "\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"" ID_CARD            \
    "\",\"begntime\":\"2025-09-01 09:00:00\",\"medfee_sumamt\":12.50,\"insutype\":\"310\","        \
    "\"dise_codg\":\"M01\",\"dise_name\":\"甲病\",\"acct_used_flag\":\"1\",\"med_type\":\"41\""

#define DRUG                                                                                       \
    "{\"feedetl_sn\":\"S1\",\"rxno\":\"R1\",\"rx_circ_flag\":\"0\","                               \
    "\"fee_ocur_time\":\"2025-09-01 09:00:00\",\"med_list_codg\":\"XA01\","                        \
    "\"medins_list_codg\":\"P-1\",\"det_item_fee_sumamt\":12.50,\"cnt\":2.5,\"pric\":5.000000,"    \
    "\"sin_dos_dscr\":\"1片\",\"used_frqu_dscr\":\"bid\",\"prd_days\":7.5,"                       \
    "\"medc_way_dscr\":\"口服\",\"bilg_dr_codg\":\"K1\",\"bilg_dr_name\":\"张三\","            \
    "\"tcmdrug_used_way\":\"1\",\"chrgitm_lv\":\"02\",\"pric_uplmt_amt\":4.125000,"                \
    "\"selfpay_prop\":0.1000}"

const char *const good_inputs[][2] = {
    {"9001", "{\"signIn\":{\"opter_no\":\"K1\",\"mac\":\"00-00\",\"ip\":\"10.0.0.1\"}}"},
    {"9002", "{\"signOut\":{\"sign_no\":\"77\",\"opter_no\":\"K1\"}}"},
    {"1101", "{\"data\":{\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"" ID_CARD
             "\",\"card_sn\":\"N1\",\"begntime\":\"2025-08-01 00:00:00\",\"psn_cert_type\":\"01\","
             "\"certno\":\"" ID_CARD "\",\"psn_name\":\"王小明\"}}"},
    {"2001", "{\"data\":{\"psn_no\":\"" PSN_NO
             "\",\"insutype\":\"310\",\"fixmedins_code\":\"H41010000001\",\"med_type\":\"11\","
             "\"begntime\":\"2025-09-01 09:00:00\",\"endtime\":\"2025-09-01 10:00:00\","
             "\"dise_codg\":\"M01\",\"dise_name\":\"甲病\",\"oprn_oprt_code\":\"O1\","
             "\"oprn_oprt_name\":\"术\",\"matn_type\":\"1\",\"birctrl_type\":\"1\"}}"},
    {"2101", "{\"druginfo\":{" SALE "},\"drugdetail\":[" DRUG "]}"},
    {"2102", "{\"druginfo\":{" SALE ",\"invono\":\"I1\"},\"drugdetail\":[" DRUG "]}"},
    {"2103",
     "{\"data\":{\"psn_no\":\"" PSN_NO "\",\"setl_id\":\"41010012\",\"mdtrt_id\":\"" VISIT "\"}}"},
    {"2201", "{\"data\":{\"psn_no\":\"" PSN_NO
             "\",\"insutype\":\"310\",\"begntime\":\"2025-09-01 09:00:00\","
             "\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"" ID_CARD "\",\"ipt_otp_no\":\"O1\","
             "\"atddr_no\":\"K1\",\"dr_name\":\"张三\",\"dept_code\":\"D1\",\"dept_name\":\"内科\","
             "\"caty\":\"A03\"}}"},
    {"2202",
     "{\"data\":{\"psn_no\":\"" PSN_NO "\",\"mdtrt_id\":\"" VISIT "\",\"ipt_otp_no\":\"O1\"}}"},
    {"2203",
     "{\"mdtrtinfo\":{\"mdtrt_id\":\"" VISIT "\",\"psn_no\":\"" PSN_NO
     "\",\"med_type\":\"11\",\"begntime\":\"2025-09-01 09:00:00\",\"main_cond_dscr\":\"咳嗽\","
     "\"dise_codg\":\"M01\",\"dise_name\":\"甲病\",\"birctrl_type\":\"1\","
     "\"birctrl_matn_date\":\"2025-08-30\"},\"diseinfo\":[{\"diag_type\":\"1\","
     "\"diag_srt_no\":\"1\",\"diag_code\":\"J00\",\"diag_name\":\"感冒\",\"diag_dept\":\"内科\","
     "\"dise_dor_no\":\"K1\",\"dise_dor_name\":\"张三\",\"diag_time\":\"2025-09-01 09:05:00\","
     "\"vali_flag\":\"1\"}]}"},
    {"2204", "{\"feedetail\":[" LINE "]}"},
    {"2205",
     "{\"data\":{\"mdtrt_id\":\"" VISIT "\",\"chrg_bchno\":\"B1\",\"psn_no\":\"" PSN_NO "\"}}"},
    {"2206", "{\"data\":{" BILL "}}"},
    {"2207",
     "{\"data\":{" BILL ",\"invono\":\"I1\",\"fulamt_ownpay_amt\":10.00,\"overlmt_selfpay\":5.50,"
     "\"preselfpay_amt\":20.00,\"inscp_scp_amt\":140.00}}"},
    {"2208", "{\"data\":{\"setl_id\":\"" SETTLEMENT "\",\"mdtrt_id\":\"" VISIT
             "\",\"psn_no\":\"" PSN_NO "\"}}"},
    {"2601", "{\"data\":{\"psn_no\":\"" PSN_NO "\",\"omsgid\":\"M0\",\"oinfno\":\"2207\"}}"},
    {NULL, NULL},
};

const char *good_input(const char *infno)
{
    for (int i = 0; good_inputs[i][0] != NULL; i++)
        if (strcmp(good_inputs[i][0], infno) == 0)
            return good_inputs[i][1];
    fail_msg("no input of %s", infno);
    return NULL;
}

static const char *const envelope[][2] = {
    {"msgid", "\"H41010000001202509011030050001\""},
    {"mdtrtarea_admvs", "\"410100\""},
    {"insuplc_admdvs", "\"410100\""},
    {"recer_sys_code", "\"HIS\""},
    {"dev_no", "\"dev\""},
    {"dev_safe_info", "\"safe\""},
    {"cainfo", "\"ca\""},
    {"signtype", "\"SM2\""},
    {"infver", "\"1.0\""},
    {"opter_type", "\"1\""},
    {"opter", "\"K1\""},
    {"opter_name", "\"李四\""},
    {"inf_time", "\"2025-09-01 10:30:00\""},
    {"fixmedins_code", "\"H41010000001\""},
    {"fixmedins_name", "\"甲市第一医院\""},
    {"sign_no", "\"55\""},
};

/* Is this field laid over, under its own name? */
static bool is_laid_over(const char *over, const char *field)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\":", field);
    return strstr(over, quoted) != NULL;
}

char *body_of(const char *infno, const char *input, const char *over)
{
    size_t room = 4096 + (input == NULL ? 0 : strlen(input)) + strlen(over);
    char *body = malloc(room);
    assert_non_null(body);
    size_t at = (size_t)snprintf(body, room, "{");
    if (!is_laid_over(over, "infno"))
        at += (size_t)snprintf(body + at, room - at, "\"infno\":\"%s\",", infno);
    for (size_t i = 0; i < sizeof envelope / sizeof envelope[0]; i++)
        if (!is_laid_over(over, envelope[i][0]))
            at += (size_t)snprintf(body + at, room - at, "\"%s\":%s,", envelope[i][0],
                                   envelope[i][1]);
    if (over[0] != '\0')
        at += (size_t)snprintf(body + at, room - at, "%s,", over);
    if (input != NULL)
        at += (size_t)snprintf(body + at, room - at, "\"input\":%s}", input);
    else
        body[at - 1] = '}';
    return body;
}

char *replaced(const char *text, const char *from, const char *to)
{
    const char *found = strstr(text, from);
    if (found == NULL)
        fail_msg("%s is not in %s", from, text);
    size_t room = strlen(text) + strlen(to) + 1;
    char *out = malloc(room);
    assert_non_null(out);
    snprintf(out, room, "%.*s%s%s", (int)(found - text), text, to, found + strlen(from));
    return out;
}

static void take(void *to, struct gj_slice bytes)
{
    struct at_work *work = to;
    assert_true(work->canonical_length + bytes.length < sizeof work->canonical);
    memcpy(work->canonical + work->canonical_length, bytes.bytes, bytes.length);
    work->canonical_length += bytes.length;
}

struct at_work *decode_bytes(const char *path, struct gj_slice body)
{
    struct at_work *work = calloc(1, sizeof *work);
    assert_non_null(work);
    work->his = gj_his_new();
    work->kind = gj_his_decode(work->his, gj_slice(path), body, RECEIVED, &work->command,
                               (struct gj_sink){take, work});
    return work;
}

struct at_work *decode(const char *infno, const char *input)
{
    char *body = body_of(infno, input, "");
    struct at_work *work = decode_bytes("/his", gj_slice(body));
    if (work->kind == GJ_HIS_READ)
        work->body = body;
    else
        free(body); /* nothing may point into it any more */
    return work;
}

void done(struct at_work *work)
{
    gj_his_free(work->his);
    free(work->answer);
    free(work->body);
    free(work);
}

void encode(struct at_work *work, const struct gj_his_answer *answer)
{
    free(work->answer);
    work->answer = gj_his_encode(work->his, answer, &work->answer_length);
    assert_int_equal(strlen(work->answer), work->answer_length);
    struct gj_json_scan scan;
    assert_int_equal(
        gj_json_scan((struct gj_slice){work->answer, work->answer_length}, NULL, &scan), GJ_DONE);
}

const char *answer_at(struct at_work *work, const char *place)
{
    static char out[20000];
    struct gj_json_scan scan;
    struct json_object *root, *at;
    char name[64];
    assert_int_equal(
        gj_json_parse((struct gj_slice){work->answer, work->answer_length}, NULL, &scan, &root),
        GJ_DONE);
    at = root;
    for (const char *next = place; *next != '\0' && at != NULL;) {
        size_t length = strcspn(next, ".");
        snprintf(name, sizeof name, "%.*s", (int)length, next);
        next += length + (next[length] == '.');
        if (json_object_is_type(at, json_type_array))
            at = json_object_array_get_idx(at, (size_t)atoi(name));
        else
            gj_json_member(at, name, &at);
    }
    const char *found = at == NULL ? NULL : json_object_get_string(at);
    if (found != NULL)
        snprintf(out, sizeof out, "%s", found);
    json_object_put(root);
    return found == NULL ? NULL : out;
}

const char *refusal_of(struct at_work *work)
{
    assert_int_equal(work->kind, GJ_HIS_REFUSED);
    encode(work, NULL);
    return answer_at(work, "err_msg");
}

void make_person(struct gj_side *side, struct gj_identity *identity)
{
    gj_day born = gj_day_from_civil(1980, 1, 1), from = gj_day_from_civil(2010, 1, 1);
    memset(side, 0, sizeof *side);
    memset(identity, 0, sizeof *identity);
    side->person = (struct gj_person){
        .id = 7, .version = 1, .first_area = 410100, .birth_day = born, .sex = 1};
    side->enrolments_count = 2;
    side->enrolments[0] = (struct gj_enrolment){.person = 7,
                                                .version = 1,
                                                .area = 410300,
                                                .scheme = GJ_SCHEME_RESIDENT,
                                                .status = GJ_STATUS_SUSPENDED,
                                                .from = gj_day_from_civil(2024, 1, 1),
                                                .to = GJ_DAY_MAX,
                                                .status_day = gj_day_from_civil(2025, 8, 15)};
    side->enrolments[1] = (struct gj_enrolment){.person = 7,
                                                .version = 1,
                                                .area = 410100,
                                                .scheme = GJ_SCHEME_EMPLOYEE,
                                                .working = GJ_WORKING,
                                                .from = from,
                                                .to = GJ_DAY_MAX,
                                                .status_day = from};
    side->accounts_count = 1;
    side->accounts[0] = (struct gj_account){.person = 7,
                                            .version = 1,
                                            .area = 410100,
                                            .year = 2025,
                                            .carried_fen = 100000,
                                            .current_fen = 2345};
    identity->person = 7;
    strcpy(identity->name, "王小明");
    strcpy(identity->document, ID_CARD);
    strcpy(identity->document_type, "01");
    strcpy(identity->ethnic_group, "01");
    strcpy(identity->employer, "示例\"公司\"");
}
