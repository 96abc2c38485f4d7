/* The page about the interface, written from the tables: docs/his.md is this output. */
#include <stdio.h>
#include <string.h>

#include "his/inside.h"

struct page {
    void (*put)(void *to, struct gj_slice text);
    void *to;
};

static void put(const struct page *page, const char *text)
{
    page->put(page->to, gj_slice(text));
}

static const char *const opening =
    "# The national institution interface\n\n"
    "Written by the program from its own field tables (`src/his/fields.def`, "
    "`src/his/transactions.def`).\n"
    "Hospitals and pharmacies POST one JSON object to `/his` (the body's `infno` decides), to "
    "`/his/{infno}`, or\nto `/fsi/api/{service}/{method}`. The A forms 2203A, 2206A and 2207A run "
    "as the plain number.\n\n"
    "Numbers may come as JSON numbers or as text; null, an empty text and an absent key are the "
    "same; names\nmay come in any case; one object may stand where a list belongs; unknown keys "
    "are ignored. Amounts are\nyuan with at most two decimals, no sign, no exponent; they leave "
    "with exactly two. Times are\n`yyyy-MM-dd HH:mm:ss` (14 digits are taken too), dates "
    "`yyyy-MM-dd`.\n\n"
    "`infcode` 0 is done; -2 is a refusal, nothing moved, `err_msg` says what to mend; -1 is a "
    "failure, the\noutcome is unknown: send 2601 with the old msgid. A message sent again under "
    "its msgid with the same\ncontent gets the same bytes; the fields marked * below do not count "
    "as content.\n\n"
    "Need: Y required, C on a condition, O may be left out.\n";

static const char *const closing =
    "\n## What always holds\n\n"
    "In `setlinfo` of 2101, 2102, 2206, 2207 and (negative) 2103, 2208, to the fen:\n\n"
    "- A: medfee_sumamt = fulamt_ownpay_amt + overlmt_selfpay + preselfpay_amt + inscp_scp_amt\n"
    "- B: medfee_sumamt = fund_pay_sumamt + psn_part_amt + hosp_part_amt\n"
    "- C: psn_part_amt = acct_pay + psn_cash_pay; where acct_pay leaves mutual aid out, "
    "acct_mulaid_pay is added\n"
    "- D: fund_pay_sumamt = hifp_pay + cvlserv_pay + hifes_pay + hifmi_pay + hifob_pay + "
    "hifdm_pay + maf_pay + oth_pay\n"
    "- E: the sum of setldetail.fund_payamt = fund_pay_sumamt + acct_pay (and acct_mulaid_pay "
    "where it is beside it) + hosp_part_amt\n"
    "- G: balc = own balance before - what the own account gave\n"
    "- H: a cancellation has every amount negative, balc is the balance after the return\n";

static void put_form(const struct page *page, const struct gj_his_field *field)
{
    char line[96];
    static const char *const types[] = {[GJ_HIS_STR] = "text",
                                        [GJ_HIS_NUM] = "number",
                                        [GJ_HIS_DATE] = "date",
                                        [GJ_HIS_DATETIME] = "time",
                                        [GJ_HIS_OBJECT] = "object"};
    if (field->type == GJ_HIS_NUM)
        snprintf(line, sizeof line, "number %d,%d", (int)field->most, field->decimals);
    else if (field->type == GJ_HIS_STR)
        snprintf(line, sizeof line, "text %d", (int)field->most);
    else
        snprintf(line, sizeof line, "%s", types[field->type]);
    put(page, line);
}

static void put_field(const struct page *page, const struct gj_his_field *field, bool in)
{
    const char need[2] = {field->need, '\0'};
    put(page, "| ");
    put(page, field->name);
    put(page, in && !field->once ? "* | " : " | ");
    put_form(page, field);
    put(page, " | ");
    put(page, in ? need : "");
    put(page, " | ");
    put(page, field->zh);
    put(page, " | ");
    put(page, field->en);
    put(page, field->note[0] != '\0' ? "; " : "");
    put(page, field->note);
    put(page, " |\n");
}

static void put_fields(const struct page *page, enum gj_his_group_number group, bool in)
{
    const struct gj_his_group *table = &gj_his_groups[group];
    for (int i = 0; i < table->count; i++)
        put_field(page, &table->fields[i], in);
}

static void put_head(const struct page *page, const char *title)
{
    put(page, "\n");
    put(page, title);
    put(page, "\n\n| field | form | need | 中文 | meaning |\n|---|---|---|---|---|\n");
}

static void put_nodes(const struct page *page, const char *infno)
{
    const char *last = "";
    for (int i = 0; i < gj_his_nodes_count; i++) {
        const struct gj_his_node *node = &gj_his_nodes[i];
        char title[120];
        if (strcmp(node->infno, infno) != 0)
            continue;
        bool same = strcmp(last, node->name) == 0 && i > 0 && gj_his_nodes[i - 1].in == node->in;
        snprintf(title, sizeof title, "%s `%s`%s%s%s", node->in ? "In:" : "Out:", node->name,
                 node->many ? " (a list)" : "", node->other[0] != '\0' ? ", also " : "",
                 node->other);
        if (!same)
            put_head(page, title);
        put_fields(page, (enum gj_his_group_number)node->group, node->in);
        last = node->name;
    }
}

static void put_paths(const struct page *page, const char *infno)
{
    put(page, "`/his/");
    put(page, infno);
    put(page, "`");
    for (int i = 0; i < gj_his_paths_count; i++) {
        if (strncmp(gj_his_paths[i].infno, infno, 4) != 0)
            continue;
        put(page, ", `/fsi/api/");
        put(page, gj_his_paths[i].service_method);
        put(page, "`");
    }
    put(page, "\n");
}

void gj_his_document(void (*out)(void *to, struct gj_slice text), void *to)
{
    struct page page = {out, to};
    char title[200];
    put(&page, opening);
    put_head(&page, "## The envelope\n\nIn");
    put_fields(&page, GJ_HIS_GROUP_envelope, true);
    put_head(&page, "Out");
    put_fields(&page, GJ_HIS_GROUP_answer_keys, false);
    for (int i = 0; i < gj_his_transactions_count; i++) {
        const struct gj_his_transaction *one = &gj_his_transactions[i];
        snprintf(title, sizeof title, "\n## %s %s (%s)\n\n", one->infno, one->zh, one->en);
        put(&page, title);
        put_paths(&page, one->infno);
        put_nodes(&page, one->infno);
    }
    put(&page, closing);
}
