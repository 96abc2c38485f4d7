#include "base/status.h"

static const struct {
    const char *name;
    int exit;
} table[] = {
    [GJ_DONE] = {"done", 0},           [GJ_BAD_INPUT] = {"bad_input", 2},
    [GJ_NOT_FOUND] = {"not_found", 2}, [GJ_TOO_LARGE] = {"too_large", 2},
    [GJ_NOT_OURS] = {"not_ours", 2},   [GJ_READ_ONLY] = {"read_only", 3},
    [GJ_FULL] = {"full", 3},           [GJ_LOCKED] = {"locked", 3},
    [GJ_BROKEN] = {"broken", 3},       [GJ_WORLD] = {"world", 3},
};

const char *gj_status_name(enum gj_status status)
{
    return table[status].name;
}

int gj_status_exit(enum gj_status status)
{
    return table[status].exit;
}
