/* Entries as plain-text journals. In come entries; out come the transactions that hledger and ledger
   (one form), beancount, or a table reader load. The same entries make the same bytes. */
#include "ledger/ledger.h"

#include "base/bug.h"
#include "model/command.h"
#include "model/words.h"

/* ---- pieces: written by hand, for a journal is half a million of them ---- */

static void put_number(struct gj_writer *out, int64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    GJ_MUST(number >= 0);
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    gj_put(out, (struct gj_slice){digits + at, sizeof digits - at});
}

/* Yuan with two decimals; amounts are within GJ_FEN_MAX. */
static void put_fen(struct gj_writer *out, gj_fen fen)
{
    char cents[3] = {'.', 0, 0};
    gj_fen size = fen < 0 ? -fen : fen;
    if (fen < 0)
        gj_put(out, GJ_SLICE("-"));
    put_number(out, size / 100);
    cents[1] = (char)('0' + size / 10 % 10);
    cents[2] = (char)('0' + size % 10);
    gj_put(out, (struct gj_slice){cents, sizeof cents});
}

static void put_capital(struct gj_writer *out, const char *word)
{
    char first = word[0] >= 'a' && word[0] <= 'z' ? (char)(word[0] - 'a' + 'A') : word[0];
    gj_put(out, (struct gj_slice){&first, 1});
    gj_put_text(out, word + 1);
}

/* The parts of a name: root, area, account of the chart, and what tells accounts of one kind apart.
   beancount wants each part to begin with a capital letter or a digit. */
static void put_account(struct gj_writer *out, const struct gj_entry_line *line)
{
    enum gj_chart chart = (enum gj_chart)line->chart;
    gj_put_text(out, gj_chart_root(chart));
    gj_put(out, GJ_SLICE(":"));
    put_number(out, line->book);
    gj_put(out, GJ_SLICE(":"));
    gj_put_text(out, gj_chart_journal(chart));
    if (chart == GJ_CHART_CLEARING) {
        gj_put(out, GJ_SLICE(":"));
        put_number(out, line->peer);
    }
    if (chart == GJ_CHART_POOL || chart == GJ_CHART_CONTRIBUTIONS) {
        gj_put(out, GJ_SLICE(":"));
        put_capital(out, gj_word(GJ_WORDS_OF_SCHEME, line->scheme));
    }
    if (line->owner != 0) {
        gj_put(out, GJ_SLICE(":"));
        put_number(out, line->owner);
    }
}

/* ---- what stands before the entries ---- */

void gj_journal_head(enum gj_journal form, struct gj_writer *out)
{
    if (form == GJ_JOURNAL_CSV) {
        gj_put_text(out, "entry,day,time,act,book,account,amount,carried_over\n");
        return;
    }
    gj_put_text(out, "; The books of the areas: one transaction for each book an entry touches.\n");
    gj_put_text(out, form == GJ_JOURNAL_BEANCOUNT
                         ? "option \"title\" \"gongji\"\noption \"operating_currency\" \"CNY\"\n"
                           "1900-01-01 commodity CNY\n\n"
                         : "commodity CNY\n    format 1000.00 CNY\n\n");
}

void gj_journal_account(enum gj_journal form, const struct gj_entry_line *account,
                        struct gj_writer *out)
{
    if (form == GJ_JOURNAL_CSV)
        return;
    gj_put_text(out, form == GJ_JOURNAL_BEANCOUNT ? "1900-01-01 open " : "account ");
    put_account(out, account);
    gj_put_text(out, form == GJ_JOURNAL_BEANCOUNT ? " CNY\n" : "\n");
}

/* ---- entries ---- */

static void put_transaction_head(enum gj_journal form, const struct gj_entry *entry,
                                 const char *day, gj_area book, struct gj_writer *out)
{
    bool bean = form == GJ_JOURNAL_BEANCOUNT;
    gj_put_text(out, day);
    gj_put_text(out, bean ? " * \"" : " (");
    if (!bean) {
        put_number(out, entry->id);
        gj_put_text(out, ") ");
    }
    gj_put_text(out, gj_act_word((enum gj_act)entry->act));
    gj_put(out, GJ_SLICE(" "));
    put_number(out, book);
    if (bean) {
        gj_put_text(out, "\" ^");
        put_number(out, entry->id);
    }
    gj_put(out, GJ_SLICE("\n"));
}

static void put_book(enum gj_journal form, const struct gj_entry *entry, const char *day, int first,
                     struct gj_writer *out)
{
    gj_area book = entry->lines[first].book;
    put_transaction_head(form, entry, day, book, out);
    for (int i = first; i < entry->count; i++) {
        if (entry->lines[i].book != book)
            continue;
        gj_put_text(out, "    ");
        put_account(out, &entry->lines[i]);
        gj_put_text(out, "  ");
        put_fen(out, entry->lines[i].amount_fen);
        gj_put_text(out, " CNY\n");
    }
    gj_put(out, GJ_SLICE("\n"));
}

/* A spreadsheet that reads a line knows the whole of it: each line repeats its entry's head. */
static void put_table(const struct gj_entry *entry, const char *moment, struct gj_writer *out)
{
    for (int i = 0; i < entry->count; i++) {
        const struct gj_entry_line *line = &entry->lines[i];
        put_number(out, entry->id);
        gj_put(out, GJ_SLICE(","));
        gj_put_text(out, moment);
        gj_put(out, GJ_SLICE(","));
        gj_put_text(out, gj_act_word((enum gj_act)entry->act));
        gj_put(out, GJ_SLICE(","));
        put_number(out, line->book);
        gj_put(out, GJ_SLICE(","));
        put_account(out, line);
        gj_put(out, GJ_SLICE(","));
        put_fen(out, line->amount_fen);
        gj_put(out, GJ_SLICE(","));
        put_fen(out, line->carried_fen);
        gj_put(out, GJ_SLICE("\n"));
    }
}

static bool is_first_of_its_book(const struct gj_entry *entry, int at)
{
    for (int i = 0; i < at; i++)
        if (entry->lines[i].book == entry->lines[at].book)
            return false;
    return true;
}

void gj_journal_entry(enum gj_journal form, const struct gj_entry *entry, struct gj_writer *out)
{
    char moment[GJ_TIME_TEXT_MAX];
    gj_time_text(entry->now, ',', moment);
    if (form == GJ_JOURNAL_CSV) {
        put_table(entry, moment, out);
        return;
    }
    moment[10] = '\0'; /* the day alone */
    for (int i = 0; i < entry->count; i++)
        if (is_first_of_its_book(entry, i))
            put_book(form, entry, moment, i, out);
}
