# Beijing draws payers in the order that was filed: the daughter first although the son has more.
# Her rank is changed, and the next bill is the son's.
clock      2025-09-01 10:00:00
hospital   clinic    110000  level 3
person     father    110000  employee retired, born 1953, man
person     son       110000  employee, born 1980, man
person     daughter  110000  employee, born 1984
credit     son       5000.00
credit     daughter  120.00
d:         bind daughter for father as parent, rank 1
s:         bind son for father as parent, rank 2
           confirm d
           confirm s
one:       visit father at clinic, A 300.00
           settle one   => OK_AID_SAME_AREA  pool 0.00  aid 300.00  daughter 120.00  son 180.00
           expect d used 120.00
           credit daughter 500.00
           change d, rank 3
two:       visit father at clinic, A 100.00
           settle two   => son 100.00  daughter 0.00
           reverse one
           expect d used 0.00
           expect daughter account 620.00
