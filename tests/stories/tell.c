/* One line of a story, told: its verb finds the command. */
#include "story.h"

#include <string.h>

struct gj_world story_world;

static const struct {
    const char *verb;
    story_command *command;
} commands[] = {
    {"clock", story_do_clock},     {"hospital", story_do_hospital}, {"pharmacy", story_do_pharmacy},
    {"person", story_do_person},   {"move", story_do_move},         {"credit", story_do_credit},
    {"bind", story_do_bind},       {"confirm", story_do_confirm},   {"decline", story_do_decline},
    {"change", story_do_change},   {"unbind", story_do_unbind},     {"wallet", story_do_wallet},
    {"close", story_do_close},     {"transfer", story_do_transfer}, {"accept", story_do_accept},
    {"return", story_do_return},   {"premium", story_do_premium},   {"repay", story_do_repay},
    {"suspend", story_do_suspend}, {"freeze", story_do_freeze},     {"thaw", story_do_thaw},
    {"refund", story_do_refund},   {"resolve", story_do_resolve},   {"visit", story_do_visit},
    {"lines", story_do_lines},     {"preview", story_do_preview},   {"settle", story_do_settle},
    {"sale", story_do_sale},       {"cancel", story_do_cancel},     {"reverse", story_do_reverse},
    {"again", story_do_again},     {"undo", story_do_undo},         {"expect", story_do_expect},
};

void story_tell(struct story *story, const char *line)
{
    if (!story_read_line(story, line))
        return;
    const char *verb = story_word(story);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].verb, verb) != 0)
            continue;
        commands[i].command(story);
        return;
    }
    story_fail(story, "\"%s\" is no command", verb);
}
