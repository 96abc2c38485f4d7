# Between preview and settlement another bill took the account's money: the hospital is told that the
# split is another, and previews again.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
pharmacy   shop    980100
person     worker  980100  employee, born 1980
credit     worker  250.00
bill:      visit worker at clinic, A 300.00
           preview bill
sold:      sale worker at shop, outside 100.00   => own 100.00
           settle bill   => SPLIT_CHANGED
           preview bill
           settle bill   => pool 60.00  own 150.00  cash 90.00
