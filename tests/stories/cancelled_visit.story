# A visit with a settlement that stands is not cancelled; without one it is, and then nothing can be
# settled in it.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     worker  980100  employee, born 1980
credit     worker  1000.00
bill:      visit worker at clinic, A 100.00
           settle bill
           cancel bill   => VISIT_SETTLED
           reverse bill
           cancel bill
           settle bill   => VISIT_CANCELLED
           expect worker account 1000.00
