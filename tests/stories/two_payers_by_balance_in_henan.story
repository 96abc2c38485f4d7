# Henan draws the fuller account first, whatever order was filed.
clock      2025-09-01 10:00:00
hospital   clinic    410100  level 2
person     father    410100  employee retired, born 1953, man
person     son       410100  employee, born 1980, man
person     daughter  410300  employee, born 1984
credit     son       100.00
credit     daughter  110.00
s:         bind son for father as parent, rank 1
d:         bind daughter for father as parent, rank 2
           confirm s
           confirm d
# 40.00 a visit, then 70 percent: (300 - 40) * 0.7.
bill:      visit father at clinic, A 300.00
           settle bill   => OK_AID_PROVINCE  pool 182.00  daughter 110.00  son 8.00  cash 0.00
           expect son account 92.00
