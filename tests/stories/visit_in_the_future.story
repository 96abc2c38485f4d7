# A visit begins today at the latest; one of last week is settled in the benefit year of its day.
clock      2025-07-01 10:00:00
hospital   clinic  310000  level 2
person     worker  310000  employee, born 1980
credit     worker  1000.00
late:      visit worker at clinic on 2025-07-02, A 100.00   => VISIT_TIME_FUTURE
old:       visit worker at clinic on 2025-06-24, A 600.00
           settle old   => deductible 500.00  pool 75.00  own 525.00
today:     visit worker at clinic, A 600.00
           settle today => deductible 500.00  pool 75.00  own 475.00  cash 50.00
