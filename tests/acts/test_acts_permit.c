/* The table act x role x area, held against a matrix written by hand: every act with every role, for
   the caller's own and for somebody else's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/acts.h"

enum { HOME = 980100, OTHER = 990100, PERSON = 256, PLACE = 7 };

/* One column a caller: an institution for its own and for another's record, a citizen for himself and
   for somebody else, a clerk of the record's area, of another area, and of the whole centre, an
   operator, a timed job. A new act needs a row here. */
enum caller {
    PLACE_OWN,
    PLACE_OTHER,
    CITIZEN_SELF,
    CITIZEN_OTHER,
    CLERK_OWN,
    CLERK_OTHER,
    CLERK_NATION,
    OPERATOR,
    JOB,
    CALLERS
};

static const struct {
    uint8_t act;
    const char *may; /* y or n, by caller */
} matrix[] = {
    {GJ_ACT_NONE, "nnnnnnnnn"},           {GJ_ACT_SIGN_IN, "ynnnnnnnn"},
    {GJ_ACT_SIGN_OUT, "ynnnnnnnn"},       {GJ_ACT_REGISTER, "ynnnnnnnn"},
    {GJ_ACT_CANCEL_VISIT, "ynnnnnnnn"},   {GJ_ACT_DIAGNOSE, "ynnnnnnnn"},
    {GJ_ACT_ADD_LINES, "ynnnnnnnn"},      {GJ_ACT_DROP_LINES, "ynnnnnnnn"},
    {GJ_ACT_PREVIEW, "ynnnnnnnn"},        {GJ_ACT_SETTLE, "ynnnnnnnn"},
    {GJ_ACT_REVERSE, "ynnnynynn"},        {GJ_ACT_UNDO, "ynnnnnnnn"},
    {GJ_ACT_ENROL, "nnnnynynn"},          {GJ_ACT_CREDIT, "nnnnynyny"},
    {GJ_ACT_BIND, "nnynynynn"},           {GJ_ACT_CONFIRM, "nnynynynn"},
    {GJ_ACT_UNBIND, "nnynynynn"},         {GJ_ACT_OPEN_WALLET, "nnynynynn"},
    {GJ_ACT_TRANSFER, "nnynnnnnn"},       {GJ_ACT_ACCEPT, "nnynnnnnn"},
    {GJ_ACT_GIVE_BACK, "nnynynyny"},      {GJ_ACT_SUSPEND, "nnnnynynn"},
    {GJ_ACT_FREEZE, "nnnnynynn"},         {GJ_ACT_ADD_INSTITUTION, "nnnnynyyn"},
    {GJ_ACT_ADD_ITEM, "nnnnnnyyn"},       {GJ_ACT_MOVE_CLOCK, "nnnnnnnyn"},
    {GJ_ACT_PUBLISH, "nnnnnnnyn"},        {GJ_ACT_PREVIEW_BILL, "ynnnnnnnn"},
    {GJ_ACT_SETTLE_BILL, "ynnnnnnnn"},    {GJ_ACT_PREMIUM, "nnynynynn"},
    {GJ_ACT_REFUND_PREMIUM, "nnynynynn"}, {GJ_ACT_CHECK_BENEFIT, "ynnnnnnnn"},
    {GJ_ACT_REFUND, "ynnnynynn"},         {GJ_ACT_CLOSE_ACCOUNT, "nnnnynynn"},
    {GJ_ACT_CLOSE_WALLET, "nnynynynn"},   {GJ_ACT_RESOLVE, "nnnnynynn"},
    {GJ_ACT_CHANGE_BINDING, "nnynynynn"}, {GJ_ACT_MOVE, "nnnnynynn"},
};
enum { ROWS = sizeof matrix / sizeof matrix[0] };

static struct gj_facts facts;
static struct gj_institution institution;
static struct gj_item item;

/* Everything that the facts and the command name lies in HOME and is PERSON's or PLACE's. */
static struct gj_command command_of(uint8_t act)
{
    struct gj_command command = {.act = act, .person = PERSON, .institution = "H98010000001"};
    memset(&facts, 0, sizeof facts);
    facts.institution = (struct gj_institution){.id = PLACE, .area = HOME};
    facts.self.person = (struct gj_person){.id = PERSON, .version = 1, .first_area = HOME};
    facts.binding = (struct gj_binding){.version = 1, .payer_area = HOME, .relative_area = HOME};
    facts.settlement.version = 1;
    facts.settlement.claim.where.area = HOME;
    facts.transfer = (struct gj_transfer){.version = 1, .sender_area = HOME};
    facts.work.version = 1;
    facts.work.book = HOME;
    institution.area = HOME;
    switch (act) {
    case GJ_ACT_ENROL:
    case GJ_ACT_MOVE:
        command.body.enrol.enrolment.area = HOME;
        break;
    case GJ_ACT_CREDIT:
        command.body.credit.area = HOME;
        break;
    case GJ_ACT_CLOSE_ACCOUNT:
        command.body.closing.area = HOME;
        break;
    case GJ_ACT_FREEZE:
        command.body.hold.area = HOME;
        break;
    case GJ_ACT_ADD_INSTITUTION:
        command.body.institution = &institution;
        break;
    case GJ_ACT_ADD_ITEM:
        command.body.item = &item;
        break;
    default:
        break;
    }
    return command;
}

static struct gj_actor actor_of(enum caller caller)
{
    static const struct gj_actor actors[CALLERS] = {
        [PLACE_OWN] = {GJ_ROLE_INSTITUTION, PLACE, HOME},
        [PLACE_OTHER] = {GJ_ROLE_INSTITUTION, PLACE + 1, HOME},
        [CITIZEN_SELF] = {GJ_ROLE_CITIZEN, PERSON, HOME},
        [CITIZEN_OTHER] = {GJ_ROLE_CITIZEN, PERSON + 256, HOME},
        [CLERK_OWN] = {GJ_ROLE_CLERK, 1, HOME},
        [CLERK_OTHER] = {GJ_ROLE_CLERK, 1, OTHER},
        [CLERK_NATION] = {GJ_ROLE_CLERK, 1, GJ_AREA_NATION},
        [OPERATOR] = {GJ_ROLE_OPERATOR, 1, GJ_AREA_NATION},
        [JOB] = {GJ_ROLE_JOB, 0, GJ_AREA_NATION},
    };
    return actors[caller];
}

static void test_acts_permit__every_act_with_every_role_is_as_the_matrix_says(void **state)
{
    (void)state;
    for (int i = 0; i < ROWS; i++)
        for (int caller = 0; caller < CALLERS; caller++) {
            struct gj_command command = command_of(matrix[i].act);
            command.actor = actor_of((enum caller)caller);
            bool may = gj_is_permitted(&command, &facts);
            if (may != (matrix[i].may[caller] == 'y'))
                fail_msg("act %s, column %d: %s", gj_act_word((enum gj_act)matrix[i].act), caller,
                         may ? "is permitted" : "is refused");
        }
}

static void test_acts_permit__the_matrix_has_every_act_once_in_order(void **state)
{
    (void)state;
    assert_int_equal(ROWS, GJ_ACT_COUNT);
    for (int i = 0; i < ROWS; i++) {
        assert_int_equal(matrix[i].act, i);
        assert_int_equal(strlen(matrix[i].may), CALLERS);
    }
}

static void test_acts_permit__an_agency_of_the_province_acts_in_its_cities(void **state)
{
    (void)state;
    struct gj_command command = command_of(GJ_ACT_BIND);
    command.actor = (struct gj_actor){GJ_ROLE_CLERK, 1, 980000};
    assert_true(gj_is_permitted(&command, &facts));
    command.actor.area = 980181; /* a county below the city does not */
    assert_false(gj_is_permitted(&command, &facts));
    facts.self.enrolments_count = 1;
    facts.self.enrolments[0] = (struct gj_enrolment){.version = 1, .area = 980181};
    assert_true(gj_is_permitted(&command, &facts));
}

static void test_acts_permit__nobody_else_has_a_role(void **state)
{
    (void)state;
    struct gj_command command = command_of(GJ_ACT_BIND);
    command.actor = (struct gj_actor){GJ_ROLE_COUNT, PERSON, HOME};
    assert_false(gj_is_permitted(&command, &facts));
    command = command_of(GJ_ACT_COUNT);
    command.actor = actor_of(OPERATOR);
    assert_false(gj_is_permitted(&command, &facts));
    command = command_of(GJ_ACT_BIND);
    command.actor = (struct gj_actor){GJ_ROLE_CITIZEN, 0, HOME};
    command.person = 0;
    assert_false(gj_is_permitted(&command, &facts));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_acts_permit__every_act_with_every_role_is_as_the_matrix_says),
        cmocka_unit_test(test_acts_permit__the_matrix_has_every_act_once_in_order),
        cmocka_unit_test(test_acts_permit__an_agency_of_the_province_acts_in_its_cities),
        cmocka_unit_test(test_acts_permit__nobody_else_has_a_role),
    };
    return cmocka_run_group_tests_name("acts/permit", tests, NULL, NULL);
}
