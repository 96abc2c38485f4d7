# The payer allows pharmacies alone.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
pharmacy   shop    980100
person     mother  980100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
b:         bind son for mother as parent, only pharmacy
           confirm b
bill:      visit mother at clinic, A 100.00
           settle bill   => aid 0.00  cash 100.00
sold:      sale mother at shop, outside 30.00   => aid 30.00  cash 0.00
