/* The maxima of the nouns (model/limits.h) that a person reaches: the last one is taken, one more is
   refused with its own code and keeps nothing. Told on both stores. */
#include "simulate/both.h"

/* ---- bindings ---- */

static gj_id payer_of_his_own(struct world *world)
{
    return world_person(world, WORLD_JIA, GJ_SCHEME_EMPLOYEE, 1980);
}

static struct gj_command *bind(struct world *world, gj_id payer, gj_id relative)
{
    struct gj_command *command = world_by_clerk(world, GJ_ACT_BIND, WORLD_JIA);
    command->person = payer;
    command->body.bind.relative = relative;
    command->body.bind.relation = GJ_RELATION_PARENT;
    command->body.bind.limit_use_fen = command->body.bind.limit_year_fen = GJ_FEN_UNLIMITED;
    return command;
}

static void test_simulate_limits__so_many_payers_bind_one_relative(void **state)
{
    (void)state;
    struct world *world = both_begin();
    gj_id relative = world_person(world, WORLD_JIA, GJ_SCHEME_RESIDENT, 1950), last = 0;
    for (int i = 0; i < GJ_BINDINGS_MAX; i++)
        last = world_bind(world, payer_of_his_own(world), relative, GJ_RELATION_PARENT);
    int64_t kept = world->kept;
    gj_id payer = payer_of_his_own(world);
    bind(world, payer, relative);
    world_expect(world, GJ_BINDINGS_TOO_MANY);
    assert_int_equal(world->kept, kept + 1); /* the payer himself */

    world->now = gj_time_at(gj_day_from_civil(2031, 12, 1), 12, 0, 0);
    world_by_clerk(world, GJ_ACT_UNBIND, WORLD_JIA)->body.binding.binding = last;
    world_expect(world, GJ_OK_UNBIND);
    bind(world, payer, relative);
    world_expect(world, GJ_OK_BIND);
    both_end(world);
}

/* ---- enrolments ---- */

static struct gj_command *enrol(struct world *world, gj_id person, gj_area area,
                                enum gj_scheme scheme)
{
    struct gj_command *command = world_by_clerk(world, GJ_ACT_ENROL, area);
    command->person = command->body.enrol.person.id = person;
    command->body.enrol.enrolment = (struct gj_enrolment){.area = area,
                                                          .scheme = (uint8_t)scheme,
                                                          .working = GJ_WORKING,
                                                          .tier = 1,
                                                          .from = gj_day_from_civil(2030, 1, 1),
                                                          .to = GJ_DAY_MAX};
    return command;
}

static void test_simulate_limits__a_person_has_so_many_enrolments(void **state)
{
    (void)state;
    static const gj_area areas[] = {WORLD_JIA, WORLD_YI, WORLD_LIN, WORLD_SOUTH};
    enum { AREAS = sizeof areas / sizeof areas[0] };
    struct world *world = both_begin();
    gj_id person = world_person(world, WORLD_JIA, GJ_SCHEME_RESIDENT, 1990);
    for (int i = 1; i < GJ_ENROLMENTS_MAX; i++) {
        enrol(world, person, areas[i % AREAS], i < AREAS ? GJ_SCHEME_RESIDENT : GJ_SCHEME_EMPLOYEE);
        world_expect(world, GJ_OK);
    }
    assert_int_equal(world_side(world, person).enrolments_count, GJ_ENROLMENTS_MAX);
    enrol(world, person, 980300, GJ_SCHEME_RESIDENT);
    world_expect(world, GJ_ENROLMENTS_TOO_MANY);
    assert_int_equal(world_side(world, person).enrolments_count, GJ_ENROLMENTS_MAX);
    both_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_limits__so_many_payers_bind_one_relative),
        cmocka_unit_test(test_simulate_limits__a_person_has_so_many_enrolments),
    };
    return both_run("simulate/limits", tests, sizeof tests / sizeof tests[0]);
}
