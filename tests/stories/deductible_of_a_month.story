# A resident of the neighbour province bears 30.00 a month; the month turns.
clock      2025-08-31 10:00:00
hospital   clinic  990100  level 2
person     mother  990100  resident, born 1950
one:       visit mother at clinic, A 50.00
           settle one    => OK_SETTLED  deductible 30.00  pool 10.00  cash 40.00
two:       visit mother at clinic, A 50.00
           settle two    => deductible 0.00   pool 25.00  cash 25.00
clock      2025-09-01 10:00:00
three:     visit mother at clinic, A 50.00
           settle three  => deductible 30.00  pool 10.00  cash 40.00
