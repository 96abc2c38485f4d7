# A payer dies, his account is closed and paid out to the heirs; a bill he had paid for his wife is
# taken back: the money waits until the agency pays it out.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     wife    980100  resident, born 1950
person     man     980100  employee retired, born 1948, man
credit     man     500.00
b:         bind man for wife as spouse
           confirm b
bill:      visit wife at clinic, A 100.00
           settle bill   => aid 100.00
           close account man on death
           expect man account 0.00
           reverse bill
           expect work 100.00
           resolve man to person
           expect work 0.00
