/* The chart of accounts: the words of journals and the names people read, one row an account. The
   root is one of the five under which plain-text accounting sorts: what the area owes people,
   institutions and the scheme is a liability, the pooled fund its equity, what other areas owe it
   and what contributions brought in an asset. */
#include "base/bug.h"
#include "ledger/ledger.h"

static const struct {
    const char *word, *root, *journal, *zh, *en;
} chart_rows[GJ_CHART_COUNT] = {
    [GJ_CHART_ACCOUNT] = {"account", "Liabilities", "Account", "个人账户", "personal account"},
    [GJ_CHART_WALLET] = {"wallet", "Liabilities", "Wallet", "医保钱包", "wallet"},
    [GJ_CHART_HELD] = {"held", "Liabilities", "Held", "待接收转账", "transfers held"},
    [GJ_CHART_POOL] = {"pool", "Equity", "Pool", "统筹基金", "pooled fund"},
    [GJ_CHART_CLEARING] = {"clearing", "Assets", "Clearing", "地区间清算",
                           "clearing between areas"},
    [GJ_CHART_PAYABLE] = {"payable", "Liabilities", "Payable", "应付定点机构",
                          "payable to an institution"},
    [GJ_CHART_SUSPENSE] = {"suspense", "Liabilities", "Suspense", "待处理款项", "suspense"},
    [GJ_CHART_CONTRIBUTIONS] = {"contributions", "Assets", "Contributions", "缴费划入",
                                "contributions"},
    [GJ_CHART_PREMIUMS] = {"premiums", "Income", "Premiums", "居民保费", "resident premiums"},
    [GJ_CHART_PAID_OUT] = {"paid_out", "Assets", "PaidOut", "已支取款项", "paid out to persons"},
};

const char *gj_chart_word(enum gj_chart chart)
{
    GJ_MUST(chart >= 0 && chart < GJ_CHART_COUNT);
    return chart_rows[chart].word;
}

const char *gj_chart_zh(enum gj_chart chart)
{
    GJ_MUST(chart >= 0 && chart < GJ_CHART_COUNT);
    return chart_rows[chart].zh;
}

const char *gj_chart_en(enum gj_chart chart)
{
    GJ_MUST(chart >= 0 && chart < GJ_CHART_COUNT);
    return chart_rows[chart].en;
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
