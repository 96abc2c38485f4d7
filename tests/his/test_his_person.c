#include "desk.h"

#include <stdio.h>

static void test_his_person__tells_who_somebody_is(void **state)
{
    static const char *const expected[][2] = {
        {"baseinfo.psn_no", PSN_NO},
        {"baseinfo.psn_cert_type", "01"},
        {"baseinfo.certno", ID_CARD},
        {"baseinfo.psn_name", "王小明"},
        {"baseinfo.gend", "1"},
        {"baseinfo.naty", "01"},
        {"baseinfo.brdy", "1980-01-01"},
        {"baseinfo.age", "45.0"},
        {"insuinfo.0.balc", "1023.45"},
        {"insuinfo.0.insutype", "310"},
        {"insuinfo.0.psn_type", "11"},
        {"insuinfo.0.psn_insu_stas", "1"},
        {"insuinfo.0.psn_insu_date", "2010-01-01"},
        {"insuinfo.0.paus_insu_date", ""},
        {"insuinfo.0.cvlserv_flag", "0"},
        {"insuinfo.0.insuplc_admdvs", "410100"},
        {"insuinfo.0.emp_name", "示例\"公司\""},
        {"insuinfo.1.balc", "0.00"},
        {"insuinfo.1.insutype", "390"},
        {"insuinfo.1.psn_type", "15"},
        {"insuinfo.1.psn_insu_stas", "2"},
        {"insuinfo.1.paus_insu_date", "2025-08-15"},
        {"insuinfo.1.emp_name", ""},
        {"idetinfo", "[ ]"},
    };
    char place[64];
    (void)state;
    char *input = replaced(good_input("1101"), "\"begntime\":\"2025-08-01 00:00:00\",", "");
    struct desk *desk = desk_of("1101", input);
    desk->answer.outcome = NULL;
    encode(desk->work, &desk->answer);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        snprintf(place, sizeof place, "output.%s", expected[i][0]);
        expect(desk, place, expected[i][1]);
    }
    expect(desk, "respond_time", "20250901103006507");
    leave(desk);
    free(input);
}

static void test_his_person__tells_the_state_of_an_earlier_day(void **state)
{
    (void)state;
    struct desk *desk = desk_good("1101"); /* begntime 2025-08-01: before the suspension */
    desk->answer.outcome = NULL;
    encode(desk->work, &desk->answer);
    expect(desk, "output.insuinfo.0.insutype", "390"); /* both normal: the latest first */
    expect(desk, "output.insuinfo.0.psn_insu_stas", "1");
    expect(desk, "output.insuinfo.0.paus_insu_date", "");
    leave(desk);
    char *input = replaced(good_input("1101"), "2025-08-01", "2023-12-31");
    desk = desk_of("1101", input);
    desk->answer.outcome = NULL;
    encode(desk->work, &desk->answer);
    expect(desk, "output.insuinfo.0.insutype", "310");
    assert_null(answer_at(desk->work, "output.insuinfo.1"));
    leave(desk);
    free(input);
}

static void nobody(const char *from, const char *to)
{
    char *input = replaced(good_input("1101"), from, to);
    struct desk *desk = desk_of("1101", input);
    encode(desk->work, &desk->answer);
    expect(desk, "infcode", "-2");
    expect(desk, "err_msg", "未查到参保人，请核对证件号码或凭证");
    expect(desk, "output", "{ }");
    leave(desk);
    free(input);
}

static void test_his_person__does_not_say_what_differs_about_a_person(void **state)
{
    (void)state;
    nobody("王小明", "王大明");
    nobody("\"certno\":\"" ID_CARD "\"", "\"certno\":\"410100198001010023\"");
    nobody("\"psn_cert_type\":\"01\"", "\"psn_cert_type\":\"03\"");
    struct desk *desk = desk_good("1101");
    desk->side.person.version = 0;
    encode(desk->work, &desk->answer);
    expect(desk, "err_msg", "未查到参保人，请核对证件号码或凭证");
    leave(desk);
    desk = desk_good("1101");
    desk->side.enrolments_count = 0; /* a newborn without an enrolment is not found */
    encode(desk->work, &desk->answer);
    expect(desk, "infcode", "-2");
    leave(desk);
}

static void test_his_person__was_told_every_field_of_1101(void **state)
{
    (void)state;
    struct desk *desk = desk_good("1101");
    for (int i = 0; i < gj_his_groups[GJ_HIS_GROUP_who].count; i++)
        assert_true(gj_his_was_given(&desk->work->his->in.who, GJ_HIS_GROUP_who,
                                     gj_his_groups[GJ_HIS_GROUP_who].fields[i].name));
    leave(desk);
}

static void test_his_person__looks_at_who_asks_first(void **state)
{
    (void)state;
    struct desk *desk = desk_good("1101");
    desk->answer.outcome = NULL;
    desk->answer.institution = NULL;
    desk->answer.side = NULL;
    encode(desk->work, &desk->answer);
    expect(desk, "infcode", "-2");
    expect(desk, "err_msg", "定点医药机构[H41010000001]未登记");
    desk->answer.institution = &desk->institution;
    desk->answer.signed_in = false;
    encode(desk->work, &desk->answer);
    expect(desk, "err_msg", "签到流水号无效，请重新签到");
    desk->answer.signed_in = true;
    encode(desk->work, &desk->answer);
    expect(desk, "err_msg", "未查到参保人，请核对证件号码或凭证");
    leave(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_his_person__tells_who_somebody_is),
        cmocka_unit_test(test_his_person__tells_the_state_of_an_earlier_day),
        cmocka_unit_test(test_his_person__does_not_say_what_differs_about_a_person),
        cmocka_unit_test(test_his_person__was_told_every_field_of_1101),
        cmocka_unit_test(test_his_person__looks_at_who_asks_first),
    };
    return cmocka_run_group_tests_name("his/person", tests, NULL, NULL);
}
