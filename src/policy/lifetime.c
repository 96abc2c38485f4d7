/* Years of contribution that give the employee scheme's benefit for life after retirement. */
#include "policy/reckon.h"

struct gj_lifetime gj_lifetime(struct gj_calc *calc, enum gj_sex sex, int64_t years)
{
    enum gj_key key =
        sex == GJ_SEX_FEMALE ? GJ_KEY_LIFETIME_YEARS_FEMALE : GJ_KEY_LIFETIME_YEARS_MALE;
    int64_t required = gj_calc_figure(calc, key, 0);
    if (required < 0)
        return (struct gj_lifetime){GJ_UNKNOWN, GJ_UNKNOWN, false};
    bool met = years >= required;
    return (struct gj_lifetime){required, met ? 0 : required - years, met};
}
