/* Lists of the packs' words in Chinese, for pages that officials read. What has no name stays as it is:
   the packs' own word is always written beside it. */
#include <string.h>

#include "model/said.h"
#include "pack/inside.h"

void gj_pack_zh_list(struct gj_slice list, struct gj_writer *writer)
{
    while (list.length > 0) {
        const char *comma = memchr(list.bytes, ',', list.length);
        struct gj_slice word = {list.bytes, comma ? (size_t)(comma - list.bytes) : list.length};
        gj_put(writer, gj_said_zh(word));
        if (comma)
            gj_put_text(writer, "、");
        size_t step = word.length + (comma ? 1 : 0);
        list = (struct gj_slice){list.bytes + step, list.length - step};
    }
}
