/* Acts of those who keep the centre: institutions and catalogue items are registered or replaced,
   the sandbox clock is moved, a pack set is put in force. The store takes what they carry from the
   command; the centre carries out the last two after the commit. */
#include "acts/inside.h"

void gj_act_add_institution(struct gj_acting *acting)
{
    const struct gj_institution *institution = acting->command->body.institution;
    GJ_MUST(institution && institution->code[0] != '\0');
    if (!gj_policy_area(acting->law->policy, institution->area)) {
        gj_refuse(acting, GJ_AREA_UNKNOWN);
        return;
    }
    acting->outcome->institutions_count = 1;
    gj_grant(acting, GJ_OK, 0, institution->area);
}

static bool is_price(const struct gj_price *price)
{
    return price->list_class < GJ_LIST_CLASS_COUNT && price->first_share_ppm >= 0 &&
           price->first_share_ppm <= GJ_PPM_ONE && price->limit_micro >= -1 &&
           price->limit_micro <= GJ_FEN_MAX;
}

void gj_act_add_item(struct gj_acting *acting)
{
    const struct gj_item *item = acting->command->body.item;
    GJ_MUST(item && item->code[0] != '\0');
    if (item->from >= item->to) {
        gj_refuse(acting, GJ_DATE_OUT_OF_RANGE);
        return;
    }
    if (!is_price(&item->price)) {
        gj_refuse(acting, GJ_AMOUNT_TOO_LARGE);
        return;
    }
    acting->outcome->items_count = 1;
    gj_grant(acting, GJ_OK, 0, 0);
}

void gj_act_move_clock(struct gj_acting *acting)
{
    if (!acting->command->sandbox) {
        gj_refuse(acting, GJ_PERMISSION_DENIED);
        return;
    }
    gj_day day = gj_time_day(acting->command->body.clock.to);
    if (day < GJ_DAY_MIN || day >= GJ_DAY_MAX) {
        gj_refuse(acting, GJ_DATE_OUT_OF_RANGE);
        return;
    }
    gj_grant(acting, GJ_OK, 0, 0);
}

void gj_act_publish(struct gj_acting *acting)
{
    if (acting->command->body.publish.pack_set == 0) {
        gj_refuse(acting, GJ_PACK_SET_MISSING);
        return;
    }
    gj_grant(acting, GJ_OK, (gj_id)acting->command->body.publish.pack_set, 0);
}
