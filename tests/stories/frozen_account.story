# A frozen account pays nothing, for its holder or a relative; what is cash is cash. Thawed, it pays.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     mother  980100  resident, born 1950
person     son     980100  employee, born 1980, man
credit     son     1000.00
b:         bind son for mother as parent
           confirm b
           freeze son
one:       visit mother at clinic, A 100.00
           settle one   => OK_SETTLED  aid 0.00  cash 100.00
own:       visit son at clinic, A 100.00
           settle own   => OK_SETTLED  own 0.00  cash 100.00
           thaw son
two:       visit mother at clinic, A 100.00
           settle two   => OK_AID_SAME_AREA  pool 50.00  aid 50.00
           expect son account 950.00
