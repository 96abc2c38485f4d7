#include "model/command.h"

#include "base/bug.h"

const char *gj_act_word(enum gj_act act)
{
#define GJ_ACT_WORD(value, word) [GJ_##value] = word,
    static const char *const words[GJ_ACT_COUNT] = {GJ_ACTS(GJ_ACT_WORD)};
#undef GJ_ACT_WORD
    GJ_MUST(act < GJ_ACT_COUNT);
    return words[act];
}
