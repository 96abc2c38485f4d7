/* The entry of a fuzzer: the first byte chooses ask, split or calc, the rest is a line. Whatever comes,
   the answer is one JSON object on one line, and an error exactly when the call says so. */
#include <stdint.h>
#include <string.h>

#include "asked/world.h"
#include "base/bug.h"
#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static void *state;
    static bool made;
    struct gj_json_scan scan;
    struct json_object *answer, *error;
    static const struct gj_json_rules rules = {.object = true};
    if (!made)
        GJ_MUST(world_make(&state) == 0);
    made = true;
    if (length == 0)
        return 0;
    enum gj_asked_verb verb = (enum gj_asked_verb)(bytes[0] % GJ_ASKED_VERBS);
    const char *text = asked_bytes(verb, (struct gj_slice){(const char *)bytes + 1, length - 1});
    GJ_MUST(strchr(text, '\n') == NULL);
    GJ_MUST(gj_json_parse(gj_slice(text), &rules, &scan, &answer) == GJ_DONE);
    GJ_MUST(gj_json_member(answer, "error", &error) == !last_was_good());
    json_object_put(answer);
    return 0;
}
