# Zhejiang shares carried-over money only. The son was credited this year: his mother pays in cash.
# From 1 January the same money is carried over.
clock      2025-05-01 10:00:00
hospital   clinic  330100  level 2
person     mother  330100  employee retired, born 1955
person     son     330100  employee, born 1985, man
credit     son     1000.00
b:         bind son for mother as parent
           confirm b
bill:      visit mother at clinic, A 200.00
           settle bill   => OK_SETTLED  pool 0.00  aid 0.00  cash 200.00
           expect son current 1000.00
clock      2026-01-01 10:00:00
next:      visit mother at clinic, A 200.00
           settle next   => OK_AID_SAME_AREA  pool 0.00  aid 200.00  son 200.00  cash 0.00
           expect son carried 800.00
