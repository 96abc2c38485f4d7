# The own account first, then the wallet, then who is bound, then cash.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2, wallet
person     mother  980100  employee retired, born 1955
person     son     980100  employee, born 1980, man
person     far     990100  employee, born 1982
credit     mother  50.00
credit     son     60.00
credit     far     1000.00
wallet     far
wallet     mother
b:         bind son for mother as parent
           confirm b
gift:      transfer far to mother 40.00 as parent   => CURRENT_YEAR_MONEY_LOCKED
clock      2026-01-05 10:00:00
gift:      transfer far to mother 40.00 as parent
           accept gift
# 150.00 is the deductible of a retired person; outside the list the fund pays nothing.
bill:      visit mother at clinic, outside 200.00
           settle bill   => OK_AID_SAME_AREA  own 50.00  wallet 40.00  aid 60.00  cash 50.00
           reverse bill
           expect mother account 50.00
           expect mother wallet 40.00
           expect son account 60.00
