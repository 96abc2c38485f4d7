/* The words of a story. */
#include "story.h"

#include <string.h>

#include "model/words.h"

_Noreturn void story_fail(const struct story *story, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fail_msg("%s:%d: %s", story->file, story->line, text);
    abort(); /* fail_msg does not come back */
}

bool story_read_line(struct story *story, const char *line)
{
    char *comment, *save = NULL;
    char **into = story->words;
    int *count = &story->words_count;
    snprintf(story->text, sizeof story->text, "%s", line);
    comment = strchr(story->text, '#');
    if (comment)
        *comment = '\0';
    story->label = NULL;
    story->words_count = story->wants_count = story->at = 0;
    for (char *word = strtok_r(story->text, " \t\n,", &save); word;
         word = strtok_r(NULL, " \t\n,", &save)) {
        size_t length = strlen(word);
        if (strcmp(word, "=>") == 0) {
            into = story->wants;
            count = &story->wants_count;
        } else if (*count == 0 && into == story->words && !story->label &&
                   word[length - 1] == ':') {
            word[length - 1] = '\0';
            story->label = word;
        } else if (*count < WORDS_MAX) {
            into[(*count)++] = word;
        } else {
            story_fail(story, "too many words");
        }
    }
    return story->words_count > 0;
}

bool story_has_more(const struct story *story)
{
    return story->at < story->words_count;
}

const char *story_word(struct story *story)
{
    if (!story_has_more(story))
        story_fail(story, "a word is missing behind \"%s\"",
                   story->at > 0 ? story->words[story->at - 1] : "");
    return story->words[story->at++];
}

bool story_takes(struct story *story, const char *word)
{
    if (!story_has_more(story) || strcmp(story->words[story->at], word) != 0)
        return false;
    story->at++;
    return true;
}

gj_fen story_amount(struct story *story)
{
    gj_fen fen;
    const char *word = story_word(story);
    if (!gj_fen_parse(gj_slice(word), &fen))
        story_fail(story, "\"%s\" is no amount", word);
    return fen;
}

gj_time story_time(struct story *story)
{
    char text[64];
    gj_time time;
    const char *day = story_word(story);
    bool hour = story_has_more(story) && strchr(story->words[story->at], ':');
    snprintf(text, sizeof text, "%s %s", day, hour ? story_word(story) : "09:00:00");
    if (!gj_time_parse(gj_slice(text), &time))
        story_fail(story, "\"%s\" is no moment", text);
    return time;
}

struct thing *story_find(struct story *story, const char *name)
{
    for (int i = 0; i < story->things_count; i++)
        if (strcmp(story->things[i].name, name) == 0)
            return &story->things[i];
    return NULL;
}

struct thing *story_thing(struct story *story, enum thing_kind kind)
{
    const char *name = story_word(story);
    struct thing *found = story_find(story, name);
    if (!found || found->kind != kind)
        story_fail(story, "nothing of this kind is called \"%s\"", name);
    return found;
}

struct thing *story_name(struct story *story, const char *name, enum thing_kind kind)
{
    if (!name)
        story_fail(story, "it wants a label, so that later lines can speak of it");
    if (story_find(story, name))
        story_fail(story, "\"%s\" is taken", name);
    if (story->things_count == THINGS_MAX)
        story_fail(story, "too many names");
    struct thing *thing = &story->things[story->things_count++];
    snprintf(thing->name, sizeof thing->name, "%s", name);
    thing->kind = kind;
    return thing;
}

int story_one_of(struct story *story, enum gj_vocabulary vocabulary)
{
    const char *word = story_word(story);
    int value = gj_word_find(vocabulary, gj_slice(word));
    if (value < 0)
        story_fail(story, "\"%s\" is not one of the words that may stand here", word);
    return value;
}

/* Nothing wanted means that it must be done. The first word wanted, when it is a code, is the code. */
bool story_answered(struct story *story, enum gj_reason reason)
{
    const char *wanted = story->wants_count > 0 ? story->wants[0] : "";
    enum gj_reason code = gj_reason_from_code(wanted, strlen(wanted));
    bool good = gj_reason_is_ok(reason);
    if (story_has_more(story))
        story_fail(story, "what is \"%s\"?", story->words[story->at]);
    if (code != GJ_REASON_NONE && code != reason)
        story_fail(story, "%s, not %s", gj_reason_code(reason), wanted);
    if (code == GJ_REASON_NONE && !good)
        story_fail(story, "refused with %s", gj_reason_code(reason));
    return good;
}
