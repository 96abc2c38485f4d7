/* The entry of a fuzzer: any bytes as JSON text. What the scan accepts, json-c parses; what is printed
   of it is accepted again and prints the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const struct gj_json_rules rules = {.object = true};
    struct gj_json_scan scan;
    struct json_object *first, *second;
    if (gj_json_parse((struct gj_slice){(const char *)bytes, length}, &rules, &scan, &first) !=
        GJ_DONE) {
        GJ_MUST(first == NULL && scan.fault[0] != '\0' && scan.offset <= length);
        return 0;
    }
    struct gj_slice printed = gj_json_print(first);
    GJ_MUST(gj_json_parse(printed, &rules, &scan, &second) == GJ_DONE);
    struct gj_slice again = gj_json_print(second);
    GJ_MUST(again.length == printed.length &&
            memcmp(again.bytes, printed.bytes, again.length) == 0);
    json_object_put(first);
    json_object_put(second);
    return 0;
}
