/* The chart of accounts: the words of lists and journals, one row an account. The root is one of the
   five under which plain-text accounting sorts: what the area owes people, institutions and the
   scheme is a liability, the pooled fund its equity, what other areas owe it and what contributions
   brought in an asset. */
#include "base/bug.h"
#include "ledger/ledger.h"

static const struct {
    const char *word, *root, *journal;
} chart_rows[GJ_CHART_COUNT] = {
    [GJ_CHART_ACCOUNT] = {"account", "Liabilities", "Account"},
    [GJ_CHART_WALLET] = {"wallet", "Liabilities", "Wallet"},
    [GJ_CHART_HELD] = {"held", "Liabilities", "Held"},
    [GJ_CHART_POOL] = {"pool", "Equity", "Pool"},
    [GJ_CHART_CLEARING] = {"clearing", "Assets", "Clearing"},
    [GJ_CHART_PAYABLE] = {"payable", "Liabilities", "Payable"},
    [GJ_CHART_SUSPENSE] = {"suspense", "Liabilities", "Suspense"},
    [GJ_CHART_CONTRIBUTIONS] = {"contributions", "Assets", "Contributions"},
    [GJ_CHART_PREMIUMS] = {"premiums", "Income", "Premiums"},
    [GJ_CHART_PAID_OUT] = {"paid_out", "Assets", "PaidOut"},
};

const char *gj_chart_word(enum gj_chart chart)
{
    GJ_MUST(chart >= 0 && chart < GJ_CHART_COUNT);
    return chart_rows[chart].word;
}

const char *gj_chart_root(enum gj_chart chart)
{
    GJ_MUST(chart >= 0 && chart < GJ_CHART_COUNT);
    return chart_rows[chart].root;
}

const char *gj_chart_journal(enum gj_chart chart)
{
    GJ_MUST(chart >= 0 && chart < GJ_CHART_COUNT);
    return chart_rows[chart].journal;
}
