# The fund pays 2000.00 a year for a worker's outpatient care; the cap is reached inside a bill, and a
# reversal makes room again.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     worker  980100  employee, born 1980
credit     worker  9000.00
one:       visit worker at clinic, A 3200.00
           settle one    => deductible 200.00  pool 1800.00  own 1400.00
two:       visit worker at clinic, A 1000.00
           settle two    => pool 200.00  own 800.00
three:     visit worker at clinic, A 100.00
           settle three  => pool 0.00  own 100.00
           reverse two
four:      visit worker at clinic, A 100.00
           settle four   => pool 60.00  own 40.00
