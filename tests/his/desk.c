#include "desk.h"

static const char *key_name(int key)
{
    return key == 3 ? "outpatient.ratio" : "?";
}

static void put_trace(void *to, const struct gj_decision *decision, struct gj_writer *writer)
{
    int lines = to == NULL ? 2 : *(const int *)to;
    for (int i = 0; i < lines; i++)
        gj_put_format(writer, "条款%d %lld\n", i, (long long)decision->pool_fen);
}

struct desk *desk_of(const char *infno, const char *input)
{
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    desk->work = decode(infno, input);
    if (desk->work->kind == GJ_HIS_REFUSED)
        fail_msg("%s", desk->work->his->error);
    make_person(&desk->side, &desk->identity);
    desk->institution.area = 410100;
    desk->outcome.reply = (struct gj_reply){.reason = GJ_OK,
                                            .now = NOW,
                                            .order = 98765,
                                            .id = 34,
                                            .area = 410100,
                                            .balance_fen = 92345,
                                            .refusal = {.key = -1, .line = -1}};
    desk->answer = (struct gj_his_answer){.command = &desk->work->command,
                                          .outcome = &desk->outcome,
                                          .identity = &desk->identity,
                                          .side = &desk->side,
                                          .institution = &desk->institution,
                                          .signed_in = true,
                                          .today = gj_day_from_civil(2025, 9, 1),
                                          .responded = NOW + 500,
                                          .put_trace = put_trace,
                                          .key_name = key_name};
    return desk;
}

struct desk *desk_good(const char *infno)
{
    return desk_of(infno, good_input(infno));
}

void leave(struct desk *desk)
{
    done(desk->work);
    free(desk);
}

void expect(struct desk *desk, const char *place, const char *value)
{
    const char *found = answer_at(desk->work, place);
    if (found == NULL || strcmp(found, value) != 0)
        fail_msg("%s is %s, not %s", place, found == NULL ? "absent" : found, value);
}

struct gj_decision worked(void)
{
    return (struct gj_decision){
        .bill = {27550, 1000, 550, 2000, 24000},
        .deductible_fen = 5000,
        .pool_fen = 10000,
        .person_fen = 17550,
        .own_fen = 10000,
        .wallet_fen = 2000,
        .aid_fen = 4000,
        .cash_fen = 1550,
        .cap_left_fen = 123456,
        .ratio_ppm = 550000,
        .reason = GJ_OK_SETTLED,
        .acct_pay_includes_aid = true,
    };
}

struct desk *settled(const char *infno, struct gj_decision decision)
{
    struct desk *desk = desk_good(infno);
    struct gj_settlement *one = &desk->outcome.settlements[0];
    one->id = 34;
    one->visit = 12;
    one->decision = decision;
    one->claim.user.scheme = GJ_SCHEME_EMPLOYEE;
    one->claim.care = GJ_CARE_OUTPATIENT;
    strcpy(one->med_type, strncmp(infno, "21", 2) == 0 ? "41" : "13");
    strcpy(one->credential_type, "03");
    one->claim.care_area = 410100;
    desk->outcome.settlements_count = 1;
    desk->outcome.charges[0].visit = strcmp(infno, "2206") == 0 ? 12 : 0;
    desk->outcome.charges[0].preview = decision;
    encode(desk->work, &desk->answer);
    return desk;
}
