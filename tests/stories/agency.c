/* What an agency's clerk does, over the REST face. */
#include "story.h"

#include <string.h>

/* credit PERSON AMOUNT [in AREA] [for YYYY-MM] */
void story_do_credit(struct story *story)
{
    char body[300], amount[GJ_FEN_TEXT_MAX], month[40] = "";
    struct thing *person = story_thing(story, THING_PERSON);
    gj_area area = person->area;
    gj_fen_text(story_amount(story), amount);
    while (story_has_more(story)) {
        if (story_takes(story, "in"))
            area = atoi(story_word(story));
        else if (story_takes(story, "for"))
            snprintf(month, sizeof month, ",\"month\":\"%s\"", story_word(story));
        else
            break;
    }
    snprintf(body, sizeof body, "{\"person\":\"%s\",\"area\":\"%06d\",\"amount\":\"%s\"%s}",
             person->number, (int)area, amount, month);
    story_answered(story, story_rest_agency(story, area, "/api/v1/agency/credits", body));
}

/* suspend PERSON until DAY */
void story_do_suspend(struct story *story)
{
    char body[200];
    struct thing *person = story_thing(story, THING_PERSON);
    story_takes(story, "until");
    snprintf(body, sizeof body, "{\"person\":\"%s\",\"until\":\"%s\"}", person->number,
             story_word(story));
    story_answered(story,
                   story_rest_agency(story, person->area, "/api/v1/agency/suspensions", body));
}

static void hold(struct story *story, bool frozen)
{
    char body[200];
    struct thing *person = story_thing(story, THING_PERSON);
    snprintf(body, sizeof body, "{\"person\":\"%s\",\"area\":\"%06d\",\"frozen\":%s}",
             person->number, (int)person->area, frozen ? "true" : "false");
    story_answered(story, story_rest_agency(story, person->area, "/api/v1/agency/freezes", body));
}

void story_do_freeze(struct story *story)
{
    hold(story, true);
}

void story_do_thaw(struct story *story)
{
    hold(story, false);
}

/* close wallet PERSON, by the holder; close account PERSON on death|emigration, by the agency. */
void story_do_close(struct story *story)
{
    char body[300];
    if (story_takes(story, "wallet")) {
        struct thing *person = story_thing(story, THING_PERSON);
        story_answered(story, story_rest_as(story, person, "DELETE", "/api/v1/me/wallet", ""));
        return;
    }
    story_takes(story, "account");
    struct thing *person = story_thing(story, THING_PERSON);
    story_takes(story, "on");
    snprintf(body, sizeof body,
             "{\"person\":\"%s\",\"area\":\"%06d\",\"ground\":\"%s\",\"proof\":true}",
             person->number, (int)person->area, story_word(story));
    story_answered(story,
                   story_rest_agency(story, person->area, "/api/v1/agency/account-closings", body));
}

/* refund BILL CLASS AMOUNT ...: a part is given back; what is left stands as the bill. */
void story_do_refund(struct story *story)
{
    char body[400], path[160], text[4][GJ_FEN_TEXT_MAX];
    struct thing *bill = story_thing(story, THING_BILL);
    struct sums sums = story_sums(story, NULL);
    snprintf(path, sizeof path, "/api/v1/agency/settlements/%s/refunds", bill->number);
    snprintf(body, sizeof body,
             "{\"total\":\"%s\",\"outside\":\"%s\",\"over_price\":\"0.00\",\"first_share\":\"%s\","
             "\"in_scope\":\"%s\"}",
             gj_fen_text(sums.in_scope + sums.first_share + sums.outside, text[0]),
             gj_fen_text(sums.outside, text[1]), gj_fen_text(sums.first_share, text[2]),
             gj_fen_text(sums.in_scope, text[3]));
    if (!story_answered(story, story_rest_agency(story, bill->area, path, body)))
        return;
    hospital_field(story->citizen.text, "id", bill->number);
    story_expect_split(story, bill);
}

/* resolve PERSON to person|account|wallet: the oldest open work item of the person's area. */
void story_do_resolve(struct story *story)
{
    char body[120], path[160], number[64];
    struct thing *person = story_thing(story, THING_PERSON);
    story_takes(story, "to");
    snprintf(body, sizeof body, "{\"to\":\"%s\"}", story_word(story));
    char user[40];
    snprintf(user, sizeof user, "clerk-%06d", (int)person->area);
    story_sign_in(story, user, "246810");
    if (citizen_call(&story->citizen, "GET", "/api/v1/agency/work-items", "", "") != 200)
        story_fail(story, "no list of work: %.300s", story->citizen.text);
    hospital_field(story->citizen.text, "id", number);
    if (number[0] == '\0')
        story_fail(story, "there is no work item");
    snprintf(path, sizeof path, "/api/v1/agency/work-items/%s/resolutions", number);
    story_answered(story, story_rest_agency(story, person->area, path, body));
}
