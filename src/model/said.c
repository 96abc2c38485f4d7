#include "model/said.h"

struct said {
    const char *word, *zh, *en;
};

static const struct said table[] = {
#define GJ_SAID(word, zh, en) {word, zh, en},
#include "model/said.def"
#undef GJ_SAID
};

static const struct said *find(struct gj_slice word)
{
    for (size_t i = 0; word.length > 0 && i < sizeof table / sizeof table[0]; i++)
        if (table[i].word[0] == word.bytes[0] && gj_slice_is(word, table[i].word))
            return &table[i];
    return NULL;
}

struct gj_slice gj_said_zh(struct gj_slice word)
{
    const struct said *said = find(word);
    return said ? gj_slice(said->zh) : word;
}

struct gj_slice gj_said_en(struct gj_slice word)
{
    const struct said *said = find(word);
    return said ? gj_slice(said->en) : word;
}
