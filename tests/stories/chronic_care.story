# Chronic care has its own deductible, ratio and counters beside those of outpatient care.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     worker  980100  employee, born 1980
credit     worker  5000.00
one:       visit worker at clinic chronic, A 500.00
           settle one    => deductible 300.00  pool 160.00  own 340.00
two:       visit worker at clinic, A 300.00
           settle two    => deductible 200.00  pool 60.00   own 240.00
