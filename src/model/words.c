#include "model/words.h"

#include <string.h>

#include "base/bug.h"

#define GJ_WORD_TEXT(value, word) [GJ_##value] = word,
#define GJ_VOCABULARY(name)                                                                        \
    static const char *const words_of_##name[] = {GJ_##name##_WORDS(GJ_WORD_TEXT)};
GJ_VOCABULARIES(GJ_VOCABULARY)
#undef GJ_VOCABULARY

static const struct {
    const char *const *words;
    int count;
} vocabularies[GJ_VOCABULARY_COUNT] = {
#define GJ_VOCABULARY(name)                                                                        \
    [GJ_WORDS_OF_##name] = {words_of_##name, sizeof words_of_##name / sizeof words_of_##name[0]},
    GJ_VOCABULARIES(GJ_VOCABULARY)
#undef GJ_VOCABULARY
};

static bool is_said(const char *word)
{
    return strcmp(word, "unsaid") != 0;
}

int gj_word_count(enum gj_vocabulary vocabulary)
{
    return vocabularies[vocabulary].count;
}

const char *gj_word(enum gj_vocabulary vocabulary, int value)
{
    GJ_MUST(value >= 0 && value < vocabularies[vocabulary].count);
    return vocabularies[vocabulary].words[value];
}

int gj_word_find(enum gj_vocabulary vocabulary, struct gj_slice word)
{
    for (int i = 0; i < vocabularies[vocabulary].count; i++) {
        const char *text = vocabularies[vocabulary].words[i];
        if (gj_slice_is(word, text) && is_said(text))
            return i;
    }
    return -1;
}

void gj_word_list(enum gj_vocabulary vocabulary, struct gj_writer *writer)
{
    const char *between = "";
    for (int i = 0; i < vocabularies[vocabulary].count; i++) {
        const char *text = vocabularies[vocabulary].words[i];
        if (!is_said(text))
            continue;
        gj_put_format(writer, "%s%s", between, text);
        between = ", ";
    }
}
