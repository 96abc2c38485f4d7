# The mother asks for her premium out of the account of the son who is bound to her; what he has set
# for her holds for this too.
clock      2025-09-10 10:00:00
person     mother  980100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
b:         bind son for mother as parent, use 300.00
           confirm b
           premium mother 2026 by b                => AID_AMOUNT_SET_BY_PAYER
           change b, use 400.00
           premium mother 2026 by b                => OK_PREMIUM
           expect son account 600.00
           expect b used 400.00
