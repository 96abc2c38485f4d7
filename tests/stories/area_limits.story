# An area sets what a relative may receive: 300.00 a bill, carried-over money only.
clock      2024-12-01 10:00:00
hospital   clinic  990100  level 2
person     mother  990100  resident, born 1950
person     son     990100  employee, born 1980, man
credit     son     1000.00
clock      2025-09-01 10:00:00
b:         bind son for mother as parent at agency
bill:      visit mother at clinic, outside 500.00
           settle bill   => OK_AID_SAME_AREA  aid 300.00  cash 200.00
           expect son carried 700.00
