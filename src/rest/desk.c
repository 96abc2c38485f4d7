/* From what was read to a command, at an agency's desk: what moves accounts and people rather than what
   a family does. */
#include <string.h>

#include "rest/inside.h"

static bool name(struct gj_rest *rest, struct gj_rest_number person)
{
    return gj_rest_name_number(rest, "/person", person, offsetof(struct gj_command, person));
}

bool gj_rest_fill_credit(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_credit *credit = &rest->body.credit;
    command->body.credit.area = credit->area;
    command->body.credit.amount_fen = credit->amount;
    if (credit->month.bytes != NULL && !gj_month_parse(credit->month, &command->body.credit.month))
        return gj_rest_fault(rest, GJ_FIELD_WRONG, "/month", "a month, such as \"2025-09\"");
    return name(rest, credit->person);
}

bool gj_rest_fill_suspend(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_suspend *suspend = &rest->body.suspend;
    command->body.hold.on = suspend->until != GJ_DAY_NONE;
    command->body.hold.until = suspend->until;
    return name(rest, suspend->person);
}

bool gj_rest_fill_freeze(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_freeze *freeze = &rest->body.freeze;
    command->body.hold.on = freeze->frozen == 1;
    command->body.hold.area = freeze->area;
    return name(rest, freeze->person);
}

bool gj_rest_fill_close_account(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_close_account *close = &rest->body.close_account;
    command->body.closing.area = close->area;
    command->body.closing.ground = (uint8_t)(close->ground < 0 ? GJ_GROUND_NONE : close->ground);
    command->body.closing.proof = close->proof == 1;
    return name(rest, close->person);
}

bool gj_rest_fill_refund(struct gj_rest *rest, struct gj_command *command)
{
    const struct gj_rest_refund *refund = &rest->body.refund;
    command->body.reverse.settlement = rest->place.settlement.id;
    command->body.reverse.area = rest->place.settlement.area;
    command->body.reverse.bill = (struct gj_bill){
        .total_fen = refund->total,
        .outside_fen = refund->outside,
        .overprice_fen = refund->over_price,
        .first_share_fen = refund->first_share,
        .eligible_fen = refund->in_scope,
    };
    return true;
}

bool gj_rest_fill_resolve(struct gj_rest *rest, struct gj_command *command)
{
    static const struct {
        const char *word;
        uint8_t to;
    } words[] = {{"person", GJ_RESOLVE_TO_PERSON},
                 {"account", GJ_RESOLVE_TO_ACCOUNT},
                 {"wallet", GJ_RESOLVE_TO_WALLET}};
    const struct gj_rest_resolve *resolve = &rest->body.resolve;
    command->body.resolve.work = rest->place.work.id;
    command->body.resolve.area = resolve->area;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (gj_slice_is(resolve->to, words[i].word)) {
            command->body.resolve.to = words[i].to;
            return true;
        }
    return gj_rest_fault(rest, GJ_FIELD_WRONG, "/to", "person, account or wallet");
}
