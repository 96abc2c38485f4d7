# A part of a bill that two relatives paid: the one who was drawn last gets his money first.
clock      2025-09-01 10:00:00
hospital   clinic    110000  level 3
person     father    110000  employee retired, born 1953, man
person     son       110000  employee, born 1980, man
person     daughter  110000  employee, born 1984
credit     son       1000.00
credit     daughter  120.00
d:         bind daughter for father as parent, rank 1
s:         bind son for father as parent, rank 2
           confirm d
           confirm s
bill:      visit father at clinic, A 300.00
           settle bill          => daughter 120.00  son 180.00
           refund bill A 150.00 => daughter 120.00  son 30.00
           expect son account 970.00
           expect daughter account 0.00
           expect s used 30.00
