# Shanghai's benefit year begins on 1 July: the deductible of 500.00 counts anew from that day. Both
# bills are settled in July; the day of the visit decides.
clock      2025-06-30 10:00:00
hospital   clinic  310000  level 2
person     worker  310000  employee, born 1980
credit     worker  5000.00
june:      visit worker at clinic on 2025-06-30, A 600.00
clock      2025-07-01 10:00:00
july:      visit worker at clinic on 2025-07-01, A 600.00
           settle july   => deductible 500.00  pool 75.00  own 525.00
           settle june   => deductible 500.00  pool 75.00  own 525.00
more:      visit worker at clinic, A 100.00
           settle more   => deductible 0.00  pool 75.00  own 25.00
