# Zhengzhou takes its 40.00 once a day and institution: a second visit the same day has none, another
# hospital's has, the next day has again.
clock      2025-09-01 10:00:00
hospital   clinic  410100  level 2
hospital   other   410100  level 1
person     worker  410100  employee, born 1980
credit     worker  5000.00
one:       visit worker at clinic, A 140.00
           settle one    => deductible 40.00  pool 60.00  own 80.00
two:       visit worker at clinic, A 100.00
           settle two    => deductible 0.00   pool 60.00  own 40.00
three:     visit worker at other, A 140.00
           settle three  => deductible 40.00  pool 65.00  own 75.00
clock      2025-09-02 10:00:00
four:      visit worker at clinic, A 140.00
           settle four   => deductible 40.00  pool 60.00  own 80.00
