/* Places as people write them: a code, a name, or the beginning of one. */
#include "pages/inside.h"

static struct gj_slice name_of(const struct gj_law *law, const struct gj_area_info *info)
{
    return gj_slice(gj_policy_text(law->policy, info->name));
}

static struct gj_slice name_en_of(const struct gj_law *law, const struct gj_area_info *info)
{
    return gj_slice(gj_policy_text(law->policy, info->name_en));
}

struct gj_slice gj_page_area_name(const struct gj_page *page, gj_area area, char *room)
{
    const struct gj_law *law = page->request->law;
    const struct gj_area_info *info = gj_policy_area(law->policy, area);
    struct gj_slice name = info ? name_of(law, info) : GJ_SLICE("");
    if (name.length == 0)
        return gj_slice(gj_decimal_text(area, 0, room));
    struct gj_slice name_en = name_en_of(law, info);
    if (!page->english || name_en.length == 0)
        return name;
    struct gj_writer writer = gj_writer(room, GJ_PAGE_AREA_MAX);
    gj_put(&writer, name_en);
    gj_put_text(&writer, " ");
    gj_put(&writer, name);
    return writer.full ? name : (struct gj_slice){room, writer.length};
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The six digits at the end, as the list of the form writes them behind the name; 0 if there are none. */
static gj_area code_at_end(struct gj_slice entry)
{
    gj_area code = 0;
    if (entry.length < 6 || (entry.length > 6 && is_digit(entry.bytes[entry.length - 7])))
        return 0;
    for (size_t i = entry.length - 6; i < entry.length; i++) {
        if (!is_digit(entry.bytes[i]))
            return 0;
        code = code * 10 + (entry.bytes[i] - '0');
    }
    return code;
}

static bool equals(struct gj_slice name, struct gj_slice part)
{
    return name.length == part.length && gj_slice_begins_alike(name, part);
}

/* Half of the country has "zhou" somewhere in its name, so nobody looks for the middle of a Latin one. */
static bool is_called(const struct gj_law *law, const struct gj_area_info *info,
                      struct gj_slice entry,
                      bool (*fits)(struct gj_slice name, struct gj_slice part))
{
    return fits(name_of(law, info), entry) ||
           (fits != gj_slice_has && fits(name_en_of(law, info), entry));
}

static void choose(const struct gj_law *law, struct gj_slice entry,
                   bool (*fits)(struct gj_slice name, struct gj_slice part),
                   struct gj_page_choices *choices)
{
    for (int i = 0; i < gj_policy_area_count(law->policy); i++) {
        const struct gj_area_info *info = gj_policy_area_at(law->policy, i);
        if (info->area == GJ_AREA_NATION || !is_called(law, info, entry, fits))
            continue;
        if (choices->count < GJ_PAGE_CHOICES_MAX)
            choices->areas[choices->count++] = info;
    }
}

/* One character alone fits half of the country. */
static bool is_name(struct gj_slice entry)
{
    return gj_slice_characters(entry) >= 2;
}

enum gj_page_text_id gj_page_read_area(const struct gj_law *law, struct gj_slice entry,
                                       gj_area *area_out, struct gj_page_choices *choices_out)
{
    bool (*const fits[])(struct gj_slice, struct gj_slice) = {equals, gj_slice_begins_alike,
                                                              gj_slice_has};
    gj_area code = code_at_end(entry);
    choices_out->count = 0;
    if (code == GJ_AREA_NATION)
        return GJ_TEXT_FAULT_AREA_NATION;
    if (code != 0) {
        *area_out = code;
        return gj_policy_area(law->policy, code) ? GJ_TEXT_NOTHING : GJ_TEXT_FAULT_AREA_UNKNOWN;
    }
    for (size_t i = 0; i < sizeof fits / sizeof fits[0] && choices_out->count == 0; i++)
        if (is_name(entry))
            choose(law, entry, fits[i], choices_out);
    if (choices_out->count == 0)
        return GJ_TEXT_FAULT_AREA_UNKNOWN;
    *area_out = choices_out->areas[0]->area;
    return choices_out->count == 1 ? GJ_TEXT_NOTHING : GJ_TEXT_FAULT_AREA_SEVERAL;
}
