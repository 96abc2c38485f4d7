# What the payer set for a calendar year counts over bills, comes back with a reversal, and begins
# anew in January.
clock      2025-12-30 10:00:00
hospital   clinic  980100  level 2
person     mother  980100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
b:         bind son for mother as parent, year 120.00
           confirm b
one:       visit mother at clinic, A 90.00
           settle one   => aid 90.00  cash 0.00
two:       visit mother at clinic, A 90.00
           settle two   => pool 40.00  aid 30.00  cash 20.00
           expect b used 120.00
           reverse one
           expect b used 30.00
clock      2026-01-02 10:00:00
three:     visit mother at clinic, A 100.00
           settle three => pool 0.00  aid 100.00  cash 0.00
