/* The entry of a fuzzer: lines, each the value of one parameter of the question page; the last two are
   headers. Whatever comes, there is a page, well formed and without anything that acts. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char *const names[] = {"payer",       "relation", "user",   "use",
                                    "tool",        "on",       "at",     "payer_scheme",
                                    "user_scheme", "place",    "amount", "lang"};
enum { NAMES = sizeof names / sizeof names[0] };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static void *state;
    static bool made;
    struct asked_page asked = {.count = 0};
    int status;
    if (!made)
        GJ_MUST(world_make(&state) == 0);
    made = true;
    char *text = calloc(1, length + 1), *rest = text, *line;
    GJ_MUST(text);
    memcpy(text, bytes, length);
    for (int i = 0; i < NAMES && (line = strsep(&rest, "\n")) != NULL; i++) {
        asked.pairs[i].name = names[i];
        asked.pairs[i].value = gj_slice(line);
        asked.count++;
    }
    asked.accept_language = strsep(&rest, "\n");
    asked.host = rest;
    const char *page = page_of(&asked, &status);
    GJ_MUST(status == 200 || status == 400);
    GJ_MUST(page_fault(page) == NULL);
    free(text);
    return 0;
}
