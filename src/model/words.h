/* The vocabulary of packs, questions, answers and pages: each enumeration beside its words. The
   order inside a vocabulary is kept in stores: add at its end only. "unsaid" means that nothing was
   said and is no word. */
#ifndef GJ_MODEL_WORDS_H
#define GJ_MODEL_WORDS_H

#include "base/text.h"

/* clang-format off */
#define GJ_SCHEME_WORDS(X) \
    X(SCHEME_NONE, "none") X(SCHEME_EMPLOYEE, "employee") X(SCHEME_RESIDENT, "resident")
#define GJ_STATUS_WORDS(X) \
    X(STATUS_NORMAL, "normal") X(STATUS_SUSPENDED, "suspended") X(STATUS_ARREARS, "arrears") \
    X(STATUS_ENDED, "ended")
#define GJ_WORKING_WORDS(X) \
    X(WORKING_UNSAID, "unsaid") X(WORKING, "working") X(RETIRED, "retired")
#define GJ_LEVEL_WORDS(X) \
    X(LEVEL_UNSAID, "unsaid") X(LEVEL_COMMUNITY, "community") X(LEVEL_1, "1") X(LEVEL_2, "2") \
    X(LEVEL_3, "3") X(LEVEL_PHARMACY, "pharmacy")
#define GJ_PLACE_WORDS(X) \
    X(PLACE_UNSAID, "unsaid") X(PLACE_PROVINCIAL_3A, "provincial_3A") \
    X(PLACE_CONTRACTED, "contracted") X(PLACE_CONTRACTED_COMMUNITY, "contracted_community") \
    X(PLACE_CLASS_C, "class_C") X(PLACE_SELECTED, "selected") X(PLACE_REFERRED, "referred") \
    X(PLACE_TERTIARY_A, "tertiary_A") X(PLACE_TERTIARY_B, "tertiary_B") \
    X(PLACE_TERTIARY_SPECIAL, "tertiary_special")
#define GJ_GROUP_WORDS(X) \
    X(GROUP_UNSAID, "unsaid") X(GROUP_RETIREMENT_DATE_A, "retirement_date_a") \
    X(GROUP_RETIREMENT_DATE_B, "retirement_date_b") X(GROUP_PRE_1949_WORKER, "pre_1949_worker") \
    X(GROUP_ADULT, "adult") X(GROUP_MINOR, "minor") X(GROUP_STUDENT, "student") \
    X(GROUP_FLEXIBLE, "flexible")
#define GJ_CARE_WORDS(X) \
    X(CARE_OUTPATIENT, "outpatient") X(CARE_CHRONIC, "chronic") X(CARE_INPATIENT, "inpatient") \
    X(CARE_PHARMACY, "pharmacy")
#define GJ_RELATION_WORDS(X) \
    X(RELATION_UNSAID, "unsaid") X(RELATION_SELF, "self") X(RELATION_SPOUSE, "spouse") \
    X(RELATION_PARENT, "parent") X(RELATION_CHILD, "child") X(RELATION_SIBLING, "sibling") \
    X(RELATION_GRANDPARENT, "grandparent") \
    X(RELATION_MATERNAL_GRANDPARENT, "maternal_grandparent") \
    X(RELATION_GRANDCHILD, "grandchild") X(RELATION_MATERNAL_GRANDCHILD, "maternal_grandchild") \
    X(RELATION_PARENT_IN_LAW, "parent_in_law") X(RELATION_CHILD_IN_LAW, "child_in_law") \
    X(RELATION_UNCLE_AUNT, "uncle_aunt") X(RELATION_COUSIN, "cousin") \
    X(RELATION_STEP_CHILD, "step_child") X(RELATION_HALF_SIBLING, "half_sibling") \
    X(RELATION_FRIEND, "friend") X(RELATION_HEIR, "heir")
#define GJ_EXPENSE_WORDS(X) \
    X(EXPENSE_UNSAID, "unsaid") X(EXPENSE_OUTPATIENT, "outpatient") \
    X(EXPENSE_INPATIENT, "inpatient") X(EXPENSE_PHARMACY, "pharmacy") \
    X(EXPENSE_ONLINE_PHARMACY, "online_pharmacy") X(EXPENSE_DEVICE, "device") \
    X(EXPENSE_CONSUMABLE, "consumable") X(EXPENSE_BELOW_DEDUCTIBLE, "below_deductible") \
    X(EXPENSE_POOLED_SHARE, "pooled_share") X(EXPENSE_CHECKUP, "checkup") \
    X(EXPENSE_VACCINE, "vaccine") X(EXPENSE_RESIDENT_PREMIUM, "resident_premium") \
    X(EXPENSE_EMPLOYEE_PREMIUM, "employee_premium") \
    X(EXPENSE_LONG_TERM_CARE_PREMIUM, "long_term_care_premium") \
    X(EXPENSE_CITY_SUPPLEMENT, "city_supplement") \
    X(EXPENSE_COMMERCIAL_SUPPLEMENT, "commercial_supplement") \
    X(EXPENSE_LIFE_INSURANCE, "life_insurance") X(EXPENSE_HEALTH_PRODUCT, "health_product") \
    X(EXPENSE_DAILY_GOODS, "daily_goods") X(EXPENSE_FITNESS, "fitness") \
    X(EXPENSE_WELLNESS, "wellness") X(EXPENSE_PUBLIC_HEALTH, "public_health") \
    X(EXPENSE_CASH, "cash")
#define GJ_TOOL_WORDS(X) \
    X(TOOL_ANY, "any") X(TOOL_BINDING, "binding") X(TOOL_WALLET, "wallet") X(TOOL_OWN, "own")
#define GJ_BINDING_WORDS(X) \
    X(BINDING_NONE, "none") X(BINDING_ASKED, "asked") X(BINDING_CONFIRMED, "confirmed") \
    X(BINDING_REVIEW, "review") X(BINDING_ACTIVE, "active") X(BINDING_FROZEN, "frozen") \
    X(BINDING_ENDED, "ended")
#define GJ_TRANSFER_WORDS(X) \
    X(TRANSFER_NONE, "none") X(TRANSFER_HELD, "held") X(TRANSFER_ACCEPTED, "accepted") \
    X(TRANSFER_RETURNED, "returned")
#define GJ_CONFIDENCE_WORDS(X) \
    X(CONFIDENCE_PRIMARY, "primary") X(CONFIDENCE_SECONDARY, "secondary") \
    X(CONFIDENCE_UNVERIFIED, "unverified")
#define GJ_FILING_WORDS(X) \
    X(FILING_NONE, "none") X(FILING_LONG_TERM, "long_term") X(FILING_REFERRAL, "referral") \
    X(FILING_EMERGENCY, "emergency") X(FILING_OTHER, "other")
#define GJ_ANSWER_WORDS(X) \
    X(ANSWER_ALLOW, "allow") X(ANSWER_DENY, "deny") X(ANSWER_PARTIAL, "partial") \
    X(ANSWER_UNKNOWN, "unknown")
#define GJ_ASK_WORDS(X) \
    X(ASK_PAY, "pay") X(ASK_OWN, "own") X(ASK_BIND, "bind") X(ASK_UNBIND, "unbind") \
    X(ASK_TRANSFER, "transfer") X(ASK_ACCEPT, "accept") X(ASK_PREMIUM, "premium") \
    X(ASK_REFUND, "refund") X(ASK_BENEFIT, "benefit") X(ASK_FILING, "filing") \
    X(ASK_MOVE, "move") X(ASK_MOVE_BALANCE, "move_balance") X(ASK_WITHDRAW, "withdraw") \
    X(ASK_MATERNITY, "maternity") X(ASK_LIFETIME, "lifetime") X(ASK_BOUNDS, "bounds")
#define GJ_PAYER_WORDS(X) \
    X(PAYER_POOL, "pool") X(PAYER_OWN, "own") X(PAYER_WALLET, "wallet") X(PAYER_AID, "aid") \
    X(PAYER_CASH, "cash")
#define GJ_CREDENTIAL_WORDS(X) \
    X(CREDENTIAL_OWN, "own") X(CREDENTIAL_PAYER, "payer")
#define GJ_PLACE_KIND_WORDS(X) \
    X(PLACE_KIND_HOSPITAL, "hospital") X(PLACE_KIND_PHARMACY, "pharmacy")
#define GJ_GROUND_WORDS(X) \
    X(GROUND_NONE, "none") X(GROUND_DEATH, "death") X(GROUND_EMIGRATION, "emigration")
#define GJ_LIST_CLASS_WORDS(X) \
    X(LIST_A, "A") X(LIST_B, "B") X(LIST_OUTSIDE, "outside")
#define GJ_CALC_WORDS(X) \
    X(CALC_CONTRIBUTION, "contribution") X(CALC_CREDIT, "credit") X(CALC_PREMIUM, "premium") \
    X(CALC_POOLED, "pooled") X(CALC_SPLIT, "split") X(CALC_MATERNITY, "maternity") \
    X(CALC_MATERNITY_DAYS, "maternity_days") X(CALC_PENSION, "pension") \
    X(CALC_RETIREMENT, "retirement") X(CALC_LEAST_YEARS, "least_years") \
    X(CALC_WAITING, "waiting") X(CALC_LIFETIME, "lifetime") X(CALC_FILING_RATIO, "filing_ratio") \
    X(CALC_INCENTIVE, "incentive")
#define GJ_SEX_WORDS(X) \
    X(SEX_UNSAID, "unsaid") X(SEX_MALE, "male") X(SEX_FEMALE, "female")
#define GJ_EVENT_WORDS(X) \
    X(EVENT_UNSAID, "unsaid") X(EVENT_BIRTH, "birth") X(EVENT_LOSS_EARLY, "loss_early") \
    X(EVENT_LOSS_LATE, "loss_late")
#define GJ_INSURANCE_WORDS(X) \
    X(INSURANCE_MEDICAL, "unsaid") X(INSURANCE_PENSION, "pension") \
    X(INSURANCE_UNEMPLOYMENT, "unemployment") X(INSURANCE_INJURY, "injury") \
    X(INSURANCE_MATERNITY, "maternity")
/* What was said in a question that pages contradict each other on: the user is in the resident
   scheme, somebody's enrolment is not normal, care is taken outside the user's area. */
#define GJ_CIRCUMSTANCE_WORDS(X) \
    X(CIRCUMSTANCE_USER_RESIDENT, "user_resident") X(CIRCUMSTANCE_NOT_NORMAL, "not_normal") \
    X(CIRCUMSTANCE_ELSEWHERE, "elsewhere")
/* Whole years of age at which somebody retires. */
#define GJ_RETIRE_AGE_WORDS(X) \
    X(RETIRE_AGE_UNSAID, "unsaid") X(RETIRE_AGE_40, "40") X(RETIRE_AGE_41, "41") X(RETIRE_AGE_42, "42") \
    X(RETIRE_AGE_43, "43") X(RETIRE_AGE_44, "44") X(RETIRE_AGE_45, "45") X(RETIRE_AGE_46, "46") \
    X(RETIRE_AGE_47, "47") X(RETIRE_AGE_48, "48") X(RETIRE_AGE_49, "49") X(RETIRE_AGE_50, "50") \
    X(RETIRE_AGE_51, "51") X(RETIRE_AGE_52, "52") X(RETIRE_AGE_53, "53") X(RETIRE_AGE_54, "54") \
    X(RETIRE_AGE_55, "55") X(RETIRE_AGE_56, "56") X(RETIRE_AGE_57, "57") X(RETIRE_AGE_58, "58") \
    X(RETIRE_AGE_59, "59") X(RETIRE_AGE_60, "60") X(RETIRE_AGE_61, "61") X(RETIRE_AGE_62, "62") \
    X(RETIRE_AGE_63, "63") X(RETIRE_AGE_64, "64") X(RETIRE_AGE_65, "65") X(RETIRE_AGE_66, "66") \
    X(RETIRE_AGE_67, "67") X(RETIRE_AGE_68, "68") X(RETIRE_AGE_69, "69") X(RETIRE_AGE_70, "70")
/* clang-format on */

#define GJ_WORD_VALUE(value, word) GJ_##value,
enum gj_scheme { GJ_SCHEME_WORDS(GJ_WORD_VALUE) GJ_SCHEME_COUNT };
enum gj_enrolment_status { GJ_STATUS_WORDS(GJ_WORD_VALUE) GJ_STATUS_COUNT };
enum gj_working { GJ_WORKING_WORDS(GJ_WORD_VALUE) GJ_WORKING_COUNT };
enum gj_level { GJ_LEVEL_WORDS(GJ_WORD_VALUE) GJ_LEVEL_COUNT };
enum gj_place_group { GJ_PLACE_WORDS(GJ_WORD_VALUE) GJ_PLACE_GROUP_COUNT };
enum gj_person_group { GJ_GROUP_WORDS(GJ_WORD_VALUE) GJ_PERSON_GROUP_COUNT };
enum gj_care { GJ_CARE_WORDS(GJ_WORD_VALUE) GJ_CARE_COUNT };
enum gj_relation { GJ_RELATION_WORDS(GJ_WORD_VALUE) GJ_RELATION_COUNT };
enum gj_expense { GJ_EXPENSE_WORDS(GJ_WORD_VALUE) GJ_EXPENSE_COUNT };
enum gj_tool { GJ_TOOL_WORDS(GJ_WORD_VALUE) GJ_TOOL_COUNT };
enum gj_binding_state { GJ_BINDING_WORDS(GJ_WORD_VALUE) GJ_BINDING_STATE_COUNT };
enum gj_transfer_state { GJ_TRANSFER_WORDS(GJ_WORD_VALUE) GJ_TRANSFER_STATE_COUNT };
enum gj_confidence { GJ_CONFIDENCE_WORDS(GJ_WORD_VALUE) GJ_CONFIDENCE_COUNT };
enum gj_filing { GJ_FILING_WORDS(GJ_WORD_VALUE) GJ_FILING_COUNT };
enum gj_answer { GJ_ANSWER_WORDS(GJ_WORD_VALUE) GJ_ANSWER_COUNT };
enum gj_ask { GJ_ASK_WORDS(GJ_WORD_VALUE) GJ_ASK_COUNT };
enum gj_payer_kind { GJ_PAYER_WORDS(GJ_WORD_VALUE) GJ_PAYER_KIND_COUNT };
enum gj_credential { GJ_CREDENTIAL_WORDS(GJ_WORD_VALUE) GJ_CREDENTIAL_COUNT };
enum gj_place_kind { GJ_PLACE_KIND_WORDS(GJ_WORD_VALUE) GJ_PLACE_KIND_COUNT };
enum gj_list_class { GJ_LIST_CLASS_WORDS(GJ_WORD_VALUE) GJ_LIST_CLASS_COUNT };
enum gj_calc_kind { GJ_CALC_WORDS(GJ_WORD_VALUE) GJ_CALC_KIND_COUNT };
enum gj_sex { GJ_SEX_WORDS(GJ_WORD_VALUE) GJ_SEX_COUNT };
enum gj_event { GJ_EVENT_WORDS(GJ_WORD_VALUE) GJ_EVENT_COUNT };
enum gj_insurance { GJ_INSURANCE_WORDS(GJ_WORD_VALUE) GJ_INSURANCE_COUNT };
enum gj_circumstance { GJ_CIRCUMSTANCE_WORDS(GJ_WORD_VALUE) GJ_CIRCUMSTANCE_COUNT };
enum gj_retire_age { GJ_RETIRE_AGE_WORDS(GJ_WORD_VALUE) GJ_RETIRE_AGE_COUNT };
enum gj_ground { GJ_GROUND_WORDS(GJ_WORD_VALUE) GJ_GROUND_COUNT };
#undef GJ_WORD_VALUE

/* clang-format off */
#define GJ_VOCABULARIES(X) \
    X(SCHEME) X(STATUS) X(WORKING) X(LEVEL) X(PLACE) X(GROUP) X(CARE) X(RELATION) X(EXPENSE) \
    X(TOOL) X(BINDING) X(TRANSFER) X(CONFIDENCE) X(FILING) X(ANSWER) X(ASK) X(PAYER) \
    X(CREDENTIAL) X(PLACE_KIND) X(LIST_CLASS) X(GROUND) X(CALC) X(SEX) X(EVENT) X(INSURANCE) X(RETIRE_AGE) \
    X(CIRCUMSTANCE)
/* clang-format on */

enum gj_vocabulary {
#define GJ_VOCABULARY(name) GJ_WORDS_OF_##name,
    GJ_VOCABULARIES(GJ_VOCABULARY)
#undef GJ_VOCABULARY
        GJ_VOCABULARY_COUNT
};

/* The word of a value; a value outside the vocabulary is a bug. */
const char *gj_word(enum gj_vocabulary vocabulary, int value);
/* The value of a word, or -1. */
int gj_word_find(enum gj_vocabulary vocabulary, struct gj_slice word);
/* Number of values. */
int gj_word_count(enum gj_vocabulary vocabulary);
/* Writes the words that may be said, separated by ", ", for messages. */
void gj_word_list(enum gj_vocabulary vocabulary, struct gj_writer *writer);

#endif
