/* The entry of a fuzzer (libFuzzer, AFL++): bytes are a body; what passes the door is answered as a
   refusal, what does not is answered at once. No bytes may stop the process, and every answer is
   JSON with all ten keys. The first byte chooses the path. */
#include <stdint.h>
#include <stdlib.h>

#include "base/bug.h"
#include "his/his.h"
#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check(const char *answer, size_t length)
{
    struct gj_json_scan scan;
    struct json_object *root;
    GJ_MUST(gj_json_parse((struct gj_slice){answer, length}, NULL, &scan, &root) == GJ_DONE);
    GJ_MUST(json_object_object_length(root) == 10);
    json_object_put(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const paths[] = {"/his", "/his/2207", "/fsi/api/reverseService/revsMethod"};
    static struct gj_outcome outcome;
    struct gj_command command = {0};
    struct gj_slice path = gj_slice(paths[length > 0 ? bytes[0] % 3 : 0]);
    struct gj_slice body = {length > 0 ? (const char *)bytes + 1 : "", length > 0 ? length - 1 : 0};
    struct gj_his *his = gj_his_new();
    struct gj_sink nowhere = {NULL, NULL};
    size_t answer_length;
    gj_his_decode(his, path, body, 0, &command, nowhere);
    outcome.reply.reason = GJ_VISIT_UNKNOWN;
    struct gj_his_answer answer = {.command = &command, .outcome = &outcome};
    char *text = gj_his_encode(his, &answer, &answer_length);
    check(text, answer_length);
    free(text);
    gj_his_free(his);
    return 0;
}
