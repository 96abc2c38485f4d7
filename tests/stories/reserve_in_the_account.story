# In this city 200.00 must stay in an account that pays for a relative; the fuller account pays first.
clock      2025-09-01 10:00:00
hospital   clinic    980200  level 2
person     mother    980200  resident, born 1950
person     son       980200  employee, born 1980, man
person     daughter  980200  employee, born 1984
credit     son       230.00
credit     daughter  250.00
s:         bind son for mother as parent, rank 1
d:         bind daughter for mother as parent, rank 2
           confirm s
           confirm d
bill:      visit mother at clinic, outside 100.00
           settle bill   => daughter 50.00  son 30.00  cash 20.00
           expect son account 200.00
           expect daughter account 200.00
