# What the payer set for one bill: the rest is cash. The limit is raised and the next bill is paid.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     mother  980100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
b:         bind son for mother as parent, use 50.00
           confirm b
one:       visit mother at clinic, A 100.00
           settle one   => pool 0.00  aid 50.00  cash 50.00
           change b, use 80.00
# The deductible of 100.00 is met; the fund pays half.
two:       visit mother at clinic, A 200.00
           settle two   => pool 100.00  aid 80.00  cash 20.00
           expect b used 130.00
