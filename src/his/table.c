/* The field tables as data: groups, transactions, nodes and paths, from the two .def files; and the
   look-ups in them. */
#include <string.h>
#include <strings.h>

#include "his/inside.h"

#define GJ_HIS_BEGIN(group) static const struct gj_his_field fields_of_##group[] = {
#define GJ_HIS_FIELD(group, field, kind, most_, decimals_, need_, once_, rule_, zh_, en_, note_)   \
    {.name = #field,                                                                               \
     .name_length = sizeof #field - 1,                                                             \
     .member = ",\"" #field "\":",                                                                 \
     .type = GJ_HIS_##kind,                                                                        \
     .rule = GJ_HIS_##rule_,                                                                       \
     .decimals = decimals_,                                                                        \
     .need = #need_[0],                                                                            \
     .once = #once_[0] == 'Y',                                                                     \
     .offset = offsetof(struct gj_his_##group, field),                                             \
     .most = most_,                                                                                \
     .zh = zh_,                                                                                    \
     .en = en_,                                                                                    \
     .note = note_},
#define GJ_HIS_END(group)                                                                          \
    }                                                                                              \
    ;
#include "his/fields.def"
#undef GJ_HIS_BEGIN
#undef GJ_HIS_FIELD
#undef GJ_HIS_END

const struct gj_his_group gj_his_groups[GJ_HIS_GROUPS] = {
#define GJ_HIS_BEGIN(group)                                                                        \
    [GJ_HIS_GROUP_##group] = {#group, fields_of_##group,                                           \
                              sizeof fields_of_##group / sizeof fields_of_##group[0],              \
                              sizeof(struct gj_his_##group)},
#define GJ_HIS_FIELD(group, field, type, ...)
#define GJ_HIS_END(group)
#include "his/fields.def"
#undef GJ_HIS_BEGIN
#undef GJ_HIS_FIELD
#undef GJ_HIS_END
};

#define GJ_HIS_TRANSACTION(infno, act, zh, en) {#infno, GJ_##act, zh, en},
#define GJ_HIS_NODE(infno, direction, name, other, many, group)
#define GJ_HIS_PATH(service_method, infno)
const struct gj_his_transaction gj_his_transactions[] = {
#include "his/transactions.def"
};
#undef GJ_HIS_TRANSACTION
#undef GJ_HIS_NODE
#undef GJ_HIS_PATH
const int gj_his_transactions_count = sizeof gj_his_transactions / sizeof gj_his_transactions[0];

enum { NODE_IN = 1, NODE_OUT = 0, NODE_ONE = 0, NODE_MANY = 1 };
#define GJ_HIS_TRANSACTION(infno, act, zh, en)
#define GJ_HIS_NODE(infno, direction, name, other, many, group)                                    \
    {#infno, name, other, NODE_##direction, NODE_##many, GJ_HIS_GROUP_##group},
#define GJ_HIS_PATH(service_method, infno)
const struct gj_his_node gj_his_nodes[] = {
#include "his/transactions.def"
};
#undef GJ_HIS_TRANSACTION
#undef GJ_HIS_NODE
#undef GJ_HIS_PATH
const int gj_his_nodes_count = sizeof gj_his_nodes / sizeof gj_his_nodes[0];

#define GJ_HIS_TRANSACTION(infno, act, zh, en)
#define GJ_HIS_NODE(infno, direction, name, other, many, group)
#define GJ_HIS_PATH(service_method, infno) {service_method, infno},
const struct gj_his_path gj_his_paths[] = {
#include "his/transactions.def"
};
#undef GJ_HIS_TRANSACTION
#undef GJ_HIS_NODE
#undef GJ_HIS_PATH
const int gj_his_paths_count = sizeof gj_his_paths / sizeof gj_his_paths[0];

const struct gj_his_transaction *gj_his_transaction(struct gj_slice infno)
{
    /* The A forms seen; no others are listed anywhere. */
    static const char *const a_forms[] = {"2203A", "2206A", "2207A"};
    for (size_t i = 0; i < sizeof a_forms / sizeof a_forms[0]; i++)
        if (gj_slice_is(infno, a_forms[i]))
            infno.length--;
    for (int i = 0; i < gj_his_transactions_count; i++)
        if (gj_slice_is(infno, gj_his_transactions[i].infno))
            return &gj_his_transactions[i];
    return NULL;
}

const char *gj_his_infno_of_path(struct gj_slice service_method)
{
    for (int i = 0; i < gj_his_paths_count; i++)
        if (gj_slice_is(service_method, gj_his_paths[i].service_method))
            return gj_his_paths[i].infno;
    return NULL;
}

bool gj_his_same_name(struct gj_slice name, const char *known, size_t length)
{
    return name.length == length && strncasecmp(name.bytes, known, length) == 0;
}

const char *gj_his_other_spelling(struct gj_slice name)
{
    static const struct {
        const char *other, *name;
    } spellings[] = {
        {"mdtrtarea_admdvs", "mdtrtarea_admvs"}, /* both occur */
        {"insuplc_admvs", "insuplc_admdvs"},
        {"medins_code", "fixmedins_code"}, /* a gateway's name */
        {"acc_used_flag", "acct_used_flag"},
    };
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++)
        if (gj_his_same_name(name, spellings[i].other, strlen(spellings[i].other)))
            return spellings[i].name;
    return NULL;
}
