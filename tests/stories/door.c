/* The door: what no face offers yet (institutions, the catalogue, enrolment and moving) is done by
   the runner itself, as the centre's own process would, while the server rests. Everything else goes
   through the server, which is started when it is first needed. */
#include "story.h"

#include <string.h>

#include "base/idnumber.h"

static void must(struct story *story, enum gj_status status)
{
    if (status != GJ_DONE)
        story_fail(story, "%s", story->why.text);
}

static void no_release(struct gj_desk *desk)
{
    (void)desk;
}

static struct gj_command *door_add(struct story *story, enum gj_act act, struct gj_actor actor)
{
    story_open_door(story);
    return gj_round_add(story->round, act, actor);
}

static const struct gj_reply *door_do(struct story *story)
{
    must(story, gj_round_do(story->round));
    return gj_round_reply(story->round, 0);
}

static void add_catalogue(struct story *story)
{
    int count;
    const struct gj_item *items = gj_demo_items(&count);
    for (int i = 0; i < count; i++)
        gj_round_add(story->round, GJ_ACT_ADD_ITEM, gj_actor_operator())->body.item = &items[i];
    must(story, gj_round_do(story->round));
}

static void make_store(struct story *story)
{
    snprintf(story->server.folder, sizeof story->server.folder, "/tmp/gongji-story-XXXXXX");
    if (!mkdtemp(story->server.folder))
        story_fail(story, "no folder in /tmp");
    snprintf(story->server.db, sizeof story->server.db, "%s/gongji.db", story->server.folder);
    must(story, gj_store_sqlite_create(story->server.db, NULL, &story->store, &story->why));
}

static void stop_serving(struct story *story)
{
    hospital_hang_up(&story->desk);
    hospital_hang_up(&story->citizen.line);
    story->is_serving = false;
    story->user[0] = '\0';
    int code = server_stop(&story->server, SIGTERM);
    if (code != 0)
        story_fail(story, "the server ended with %d", code);
}

void story_open_door(struct story *story)
{
    bool is_new = story->server.folder[0] == '\0';
    gj_time clock = story->begin;
    if (story->centre)
        return;
    if (story->is_serving)
        stop_serving(story);
    if (is_new)
        make_store(story);
    else
        must(story, gj_store_sqlite_open(story->server.db, NULL, &story->store, &story->why));
    must(story, gj_world_keep(&story_world, story->store, &story->why));
    must(story, gj_world_clock(story->store, clock, &clock, &story->why));
    struct gj_centre_options how = {.store = story->store,
                                    .law = story_world.law,
                                    .sandbox = true,
                                    .sandbox_start = clock,
                                    .release = no_release};
    must(story, gj_centre_start(&how, &story->centre, &story->why));
    story->round = gj_round_new(story->centre, &story->why);
    if (is_new)
        add_catalogue(story);
}

static void close_door(struct story *story)
{
    gj_round_free(story->round);
    gj_centre_stop(story->centre);
    gj_store_close(story->store);
    story->round = NULL;
    story->centre = NULL;
    story->store = NULL;
}

void story_open_face(struct story *story)
{
    if (story->is_serving)
        return;
    if (!story->centre)
        story_open_door(story);
    close_door(story);
    if (!server_start(&story->server, true, 0))
        story_fail(story, "the server does not start");
    story->is_serving = true;
    story->desk = (struct hospital){.port = story->server.port, .socket = -1};
    story->citizen.line = story->desk;
    story->citizen.token[0] = '\0';
    story->user[0] = '\0';
}

void story_end(struct story *story)
{
    if (story->centre)
        close_door(story);
    if (story->is_serving)
        stop_serving(story);
    if (story->server.folder[0])
        server_remove(&story->server);
    for (int i = 0; i < story->things_count; i++) {
        free(story->things[i].message);
        free(story->things[i].answer);
    }
}

/* ---- places ---- */

static void add_place(struct story *story, bool is_pharmacy)
{
    struct thing *place = story_name(story, story_word(story), THING_PLACE);
    static struct gj_institution one;
    one = (struct gj_institution){.designated = true};
    one.area = place->area = atoi(story_word(story));
    one.kind = is_pharmacy ? GJ_PLACE_KIND_PHARMACY : GJ_PLACE_KIND_HOSPITAL;
    one.level = is_pharmacy ? GJ_LEVEL_PHARMACY : GJ_LEVEL_2;
    while (story_has_more(story)) {
        if (story_takes(story, "level"))
            one.level = (uint8_t)story_one_of(story, GJ_WORDS_OF_LEVEL);
        else if (story_takes(story, "group"))
            one.place = (uint8_t)story_one_of(story, GJ_WORDS_OF_PLACE);
        else if (story_takes(story, "wallet"))
            one.takes_wallet = true;
        else
            break;
    }
    snprintf(one.code, sizeof one.code, "%c%06d%05d", is_pharmacy ? 'P' : 'H', (int)one.area,
             ++story->places);
    snprintf(one.name, sizeof one.name, "%s（示例）", place->name);
    snprintf(place->number, sizeof place->number, "%s", one.code);
    door_add(story, GJ_ACT_ADD_INSTITUTION, gj_actor_operator())->body.institution = &one;
    story_answered(story, (enum gj_reason)door_do(story)->reason);
}

void story_do_hospital(struct story *story)
{
    add_place(story, false);
}

void story_do_pharmacy(struct story *story)
{
    add_place(story, true);
}

/* ---- people ---- */

/* An invented identity number: birth day 1 January, right check digit. */
static void give_document(struct story *story, struct thing *person)
{
    struct gj_writer writer = gj_writer(person->document, sizeof person->document);
    int order = ++story->people * 2 + (person->sex == 1);
    gj_put_format(&writer, "%06d%04d0101%03d", (int)person->area, person->born, order);
    char check = gj_idnumber_check(person->document);
    gj_put(&writer, (struct gj_slice){&check, 1});
}

static void fill_identity(const struct thing *person, struct gj_identity *out)
{
    memset(out, 0, sizeof *out);
    snprintf(out->name, sizeof out->name, "示例%s", person->name);
    snprintf(out->document, sizeof out->document, "%s", person->document);
    snprintf(out->document_type, sizeof out->document_type, "01");
}

static struct gj_enrolment enrolment_of(const struct thing *person, uint8_t status, gj_day from)
{
    return (struct gj_enrolment){.area = person->area,
                                 .scheme = person->scheme,
                                 .status = status,
                                 .working = person->working,
                                 .tier = 1,
                                 .from = from,
                                 .to = GJ_DAY_MAX,
                                 .status_day = from};
}

void story_do_person(struct story *story)
{
    struct thing *person = story_name(story, story_word(story), THING_PERSON);
    static struct gj_identity identity;
    uint8_t status = GJ_STATUS_NORMAL;
    person->area = atoi(story_word(story));
    person->scheme = (uint8_t)story_one_of(story, GJ_WORDS_OF_SCHEME);
    person->working = GJ_WORKING;
    person->born = 1980;
    person->sex = 2;
    while (story_has_more(story)) {
        if (story_takes(story, "retired"))
            person->working = GJ_RETIRED;
        else if (story_takes(story, "born"))
            person->born = atoi(story_word(story));
        else if (story_takes(story, "man"))
            person->sex = 1;
        else if (story_takes(story, "status"))
            status = (uint8_t)story_one_of(story, GJ_WORDS_OF_STATUS);
        else
            break;
    }
    give_document(story, person);
    fill_identity(person, &identity);
    struct gj_command *command = door_add(story, GJ_ACT_ENROL, gj_actor_clerk(person->area));
    command->body.enrol.identity = &identity;
    command->body.enrol.person =
        (struct gj_person){.first_area = person->area,
                           .birth_day = gj_day_from_civil(person->born, 1, 1),
                           .suspended_until = GJ_DAY_NONE,
                           .sex = (uint8_t)person->sex};
    command->body.enrol.enrolment =
        enrolment_of(person, status, gj_day_from_civil(person->born + 25, 1, 1));
    const struct gj_reply *reply = door_do(story);
    person->id = reply->id;
    snprintf(person->number, sizeof person->number, "%06d%020lld", (int)person->area,
             (long long)person->id);
    story_answered(story, (enum gj_reason)reply->reason);
}

/* move PERSON to AREA: the same scheme, from today. */
void story_do_move(struct story *story)
{
    struct thing *person = story_thing(story, THING_PERSON);
    gj_area area = atoi((story_takes(story, "to"), story_word(story)));
    struct thing moved = *person;
    moved.area = area;
    struct gj_command *command = door_add(story, GJ_ACT_MOVE, gj_actor_clerk(area));
    command->person = person->id;
    command->body.enrol.person.id = person->id;
    command->body.enrol.enrolment =
        enrolment_of(&moved, GJ_STATUS_NORMAL, gj_time_day(gj_centre_now(story->centre)));
    if (story_answered(story, (enum gj_reason)door_do(story)->reason))
        person->area = area;
}
