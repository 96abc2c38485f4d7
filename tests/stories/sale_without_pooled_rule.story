# No row says that the fund pays in Zhengzhou's pharmacies: the account pays alone, and what it lacks
# is cash.
clock      2025-09-01 10:00:00
pharmacy   shop    410100
person     worker  410100  employee, born 1980
credit     worker  40.00
sold:      sale worker at shop, A 50.00   => OK_OWN  pool 0.00  own 40.00  cash 10.00
           expect worker account 0.00
