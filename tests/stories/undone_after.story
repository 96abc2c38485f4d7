# 2601 after the settlement takes it back like a cancellation; again it moves nothing.
clock      2025-09-01 10:00:00
hospital   clinic  980100  level 2
person     worker  980100  employee, born 1980
credit     worker  1000.00
bill:      visit worker at clinic, A 300.00
           settle bill   => pool 60.00  own 240.00
           expect worker account 760.00
           undo bill
           expect worker account 1000.00
           again bill
           expect worker account 1000.00
           reverse bill   => SETTLEMENT_REVERSED
# The charge is open again and may be settled anew: the deductible is not used up.
           settle bill   => pool 60.00  own 240.00
